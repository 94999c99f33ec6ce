import type { Preset } from './preset.ts';

/** List or segment export of Klaviyo, as CSV. Its `Source` is where a profile came from, not a document that proves anything. */
export const klaviyo: Preset = {
  name: 'klaviyo',
  idPrefix: 'klaviyo-',
  columns: {
    profileId: ['Klaviyo ID', 'Profile ID', '$id'],
    email: ['Email'],
    'consent.grantedAt': ['Email Marketing Consent Timestamp'],
    'consent.method': ['$consent_method', 'Consent Method'],
    'consent.ip': ['IP Address'],
    'withdrawal.at': ['Email Marketing Consent Timestamp'],
    'traits.firstName': ['First Name'],
    'traits.lastName': ['Last Name'],
    'traits.city': ['City'],
    'traits.country': ['Country'],
    'traits.locale': ['Locale'],
  },
  status: [
    { column: 'Email Suppressions', filled: 'withdrawn', method: 'klaviyo-suppressed' },
    {
      column: 'Email Marketing Consent',
      values: { subscribed: 'granted', subscribe: 'granted', unsubscribed: 'withdrawn', 'never-subscribed': 'facts' },
      method: 'klaviyo-unsubscribed',
    },
  ],
  isSource: true,
  lacks: 'the basis (--basis), what people were shown (--text) and which topic they agreed to (--topic)',
};
