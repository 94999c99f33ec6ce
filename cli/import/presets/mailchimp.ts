import type { Preset } from './preset.ts';

/** Audience export of Mailchimp: `subscribed_…`, `unsubscribed_…`, `cleaned_…`, `nonsubscribed_…` CSV files in one archive. */
export const mailchimp: Preset = {
  name: 'mailchimp',
  idPrefix: 'mailchimp-',
  columns: {
    profileId: ['EUID', 'LEID'],
    email: ['Email Address'],
    occurredAt: ['LAST_CHANGED'],
    'consent.grantedAt': ['CONFIRM_TIME', 'OPTIN_TIME'],
    'consent.ip': ['OPTIN_IP'],
    'withdrawal.at': ['UNSUB_TIME', 'CLEAN_TIME'],
    'traits.firstName': ['First Name'],
    'traits.lastName': ['Last Name'],
    'traits.country': ['CC'],
    'traits.timeZone': ['TIMEZONE'],
  },
  status: [
    {
      column: 'Status',
      values: {
        subscribed: 'granted',
        unsubscribed: 'withdrawn',
        cleaned: 'withdrawn',
        nonsubscribed: 'facts',
        'non-subscribed': 'facts',
        transactional: 'facts',
        archived: 'facts',
      },
      method: 'mailchimp-status',
    },
    { column: 'UNSUB_TIME', filled: 'withdrawn', method: 'mailchimp-unsubscribed' },
    { column: 'CLEAN_TIME', filled: 'withdrawn', method: 'mailchimp-cleaned' },
  ],
  fileNames: [
    ['nonsubscribed', 'facts'],
    ['unsubscribed', 'withdrawn'],
    ['cleaned', 'withdrawn'],
  ],
  optIn: { askedAt: 'OPTIN_TIME', askedIp: 'OPTIN_IP', confirmedAt: 'CONFIRM_TIME', confirmedIp: 'CONFIRM_IP' },
  isSource: true,
  lacks: 'what people were shown (--text) and which topic they agreed to (--topic)',
};
