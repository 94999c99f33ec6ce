import type { Preset } from './preset.ts';

/** People export of Customer.io, as CSV. It tells who opted out, and never when, how or to what words somebody agreed. */
export const customerio: Preset = {
  name: 'customerio',
  idPrefix: '',
  columns: {
    profileId: ['id', 'cio_id'],
    email: ['email'],
    'traits.firstName': ['first_name', 'firstName'],
    'traits.lastName': ['last_name', 'lastName'],
    'traits.locale': ['locale', 'language', '_language'],
    'traits.timeZone': ['timezone', 'cio_timezone'],
    'traits.country': ['country'],
  },
  status: [
    {
      column: 'unsubscribed',
      values: { true: 'withdrawn', '1': 'withdrawn', false: 'granted', '0': 'granted' },
      method: 'customerio-unsubscribed',
    },
  ],
  topicPreferences: 'cio_subscription_preferences',
  isSource: false,
  lacks:
    'when, how and to what words anybody agreed (--granted-at or a column, --method, --text), the basis, and where that is written down (--source)',
};
