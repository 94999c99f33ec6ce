import { describe, expect, test } from 'vitest';
import { type Finding, findingOf } from '../../shared/consent/suppression.ts';
import type { Feedback } from '../../shared/events/feedback.ts';
import { feedback } from '../person/making.ts';

const permanent = (bounceSubType: string | null): Partial<Feedback> => ({
  type: 'bounce',
  bounceType: 'Permanent',
  bounceSubType,
});
const transient = (bounceSubType: string | null): Partial<Feedback> => ({
  type: 'bounce',
  bounceType: 'Transient',
  bounceSubType,
});
const complaint = (
  complaintFeedbackType: string | null,
  complaintSubType: string | null = null,
): Partial<Feedback> => ({
  type: 'complaint',
  complaintFeedbackType,
  complaintSubType,
});
const delay = (delayType: string): Partial<Feedback> => ({ type: 'delivery-delay', delayType });

type Row = [string, Partial<Feedback>, Finding['does'], Finding['reason'], Finding['notice']];

describe('P-82 table 1.4', () => {
  test.each<Row>([
    ['Permanent General', permanent('General'), 'suppress', 'hard-bounce', null],
    ['Permanent NoEmail', permanent('NoEmail'), 'suppress', 'hard-bounce', null],
    ['Permanent Suppressed', permanent('Suppressed'), 'suppress', 'hard-bounce', null],
    ['Permanent of a subtype nobody knows', permanent('FullMoon'), 'suppress', 'hard-bounce', null],
    ['Permanent without a subtype', permanent(null), 'suppress', 'hard-bounce', null],
    [
      'Permanent OnAccountSuppressionList',
      permanent('OnAccountSuppressionList'),
      'mirror',
      'hard-bounce',
      'suppression-drift',
    ],
    [
      'Permanent OnTenantSuppressionList',
      permanent('OnTenantSuppressionList'),
      'mirror',
      'hard-bounce',
      'suppression-drift',
    ],
    ['Permanent UnsubscribedRecipient', permanent('UnsubscribedRecipient'), 'opt-out', null, 'opt-out-at-ses'],
    ['Permanent EmailValidationSuppressed', permanent('EmailValidationSuppressed'), 'unverify', null, null],
    ['Transient MailboxFull', transient('MailboxFull'), 'soft', null, null],
    ['Transient General', transient('General'), 'soft', null, null],
    ['Transient CustomTimeoutExceeded', transient('CustomTimeoutExceeded'), 'soft', null, null],
    ['Transient of a subtype nobody knows', transient('FullMoon'), 'soft', null, null],
    ['Undetermined', { type: 'bounce', bounceType: 'Undetermined', bounceSubType: 'Undetermined' }, 'soft', null, null],
    ['Transient MessageTooLarge', transient('MessageTooLarge'), 'content', null, 'content-refused'],
    ['Transient ContentRejected', transient('ContentRejected'), 'content', null, 'content-refused'],
    ['Transient AttachmentRejected', transient('AttachmentRejected'), 'content', null, 'content-refused'],
    ['complaint abuse', complaint('abuse'), 'suppress', 'complaint', null],
    ['complaint fraud', complaint('fraud'), 'suppress', 'complaint', null],
    ['complaint other', complaint('other'), 'suppress', 'complaint', null],
    ['complaint without a type', complaint(null), 'suppress', 'complaint', null],
    ['complaint not-spam', complaint('not-spam'), 'none', null, null],
    ['complaint auth-failure', complaint('auth-failure'), 'none', null, 'mail-distrusted'],
    ['complaint virus', complaint('virus'), 'none', null, 'mail-distrusted'],
    [
      'complaint OnAccountSuppressionList',
      complaint(null, 'OnAccountSuppressionList'),
      'mirror',
      'complaint',
      'suppression-drift',
    ],
    ['delay MailboxFull', delay('MailboxFull'), 'none', null, null],
    ['delay SpamDetected', delay('SpamDetected'), 'none', null, 'reputation-falling'],
    ['delay IPFailure', delay('IPFailure'), 'none', null, 'reputation-falling'],
    ['reject', { type: 'reject' }, 'content', null, 'content-rejected'],
    ['delivery', { type: 'delivery' }, 'none', null, null],
    ['open', { type: 'open' }, 'none', null, null],
    ['click', { type: 'click' }, 'none', null, null],
  ])('%s', (_, heard, does, reason, notice) => {
    expect(findingOf(feedback(heard))).toEqual({ does, reason, notice });
  });
});
