import type { Preset } from './preset.ts';

/** Endpoint export of Amazon Pinpoint: one endpoint a line as JSON, or CSV with dotted columns; either may be `.gz`. */
export const pinpoint: Preset = {
  name: 'pinpoint',
  idPrefix: '',
  columns: {
    profileId: ['User.UserId', 'Id'],
    email: ['Address'],
    // When the endpoint was last updated: the newest moment at which what it says was true.
    occurredAt: ['EffectiveDate'],
    'withdrawal.at': ['EffectiveDate'],
    'traits.locale': ['Demographic.Locale'],
    'traits.timeZone': ['Demographic.Timezone'],
    'traits.country': ['Location.Country'],
    'traits.city': ['Location.City'],
    'traits.firstName': ['User.UserAttributes.FirstName', 'Attributes.FirstName'],
    'traits.lastName': ['User.UserAttributes.LastName', 'Attributes.LastName'],
  },
  status: [{ column: 'OptOut', values: { all: 'withdrawn', none: 'granted' }, method: 'pinpoint-opt-out' }],
  only: { column: 'ChannelType', value: 'EMAIL' },
  isSource: false,
  lacks:
    'when, how and to what words anybody agreed (--granted-at or a column, --method, --text), the basis, and where that is written down (--source)',
};
