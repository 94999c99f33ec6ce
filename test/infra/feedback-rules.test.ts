import { expect, test } from 'vitest';
import { synthesize, type Value } from './templates.ts';

const templates = synthesize();

type Target = {
  readonly DeadLetterConfig?: Value;
  readonly InputTransformer: { readonly InputPathsMap: Record<string, string>; readonly InputTemplate: string };
};

const rules = templates
  .ofType('AWS::Events::Rule')
  .map(([, { Properties }]) => Properties)
  .filter((rule) => JSON.stringify(rule.EventPattern ?? '').includes('aws.ses'))
  .filter((rule) => JSON.stringify(rule.Targets).includes('InputTransformer'))
  .map((rule) => ({
    pattern: rule.EventPattern as { 'detail-type': [string]; detail: { mail: { tags: Record<string, Value[]> } } },
    target: (rule.Targets as unknown as Target[])[0] as Target,
  }));

/** Every member that SES documents, with a canary wherever an address or a header can stand. */
const CANARY = 'canary@person.example';
const event = {
  id: 'e-1',
  time: '2026-11-21T10:00:01Z',
  source: 'aws.ses',
  detail: {
    mail: {
      timestamp: '2026-11-21T10:00:00Z',
      messageId: 'ses-1',
      source: CANARY,
      destination: [CANARY],
      headers: [{ name: 'To', value: CANARY }],
      commonHeaders: { to: [CANARY], subject: CANARY },
      tags: { sendId: ['m-1'], profileId: ['c-42'], address: ['hmac'], class: ['marketing'] },
    },
    bounce: {
      timestamp: 't-bounce',
      feedbackId: 'f-1',
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: CANARY, diagnosticCode: CANARY }],
    },
    complaint: {
      timestamp: 't-complaint',
      feedbackId: 'f-2',
      complaintFeedbackType: 'abuse',
      complainedRecipients: [{ emailAddress: CANARY }],
    },
    delivery: { timestamp: 't-delivery', recipients: [CANARY], smtpResponse: CANARY },
    reject: { reason: 'Bad content' },
    deliveryDelay: { timestamp: 't-delay', delayType: 'MailboxFull', delayedRecipients: [{ emailAddress: CANARY }] },
    failure: { templateName: 'none', errorMessage: CANARY },
    open: { timestamp: 't-open', ipAddress: '192.0.2.1', userAgent: 'Mail' },
    click: { timestamp: 't-click', ipAddress: '192.0.2.1', userAgent: 'Mail', link: 'https://acme.example/a' },
    subscription: {
      timestamp: 't-subscription',
      contactList: 'list',
      source: CANARY,
      newTopicPreferences: { unsubscribeAll: true, topicSubscriptionStatus: [] },
    },
  },
};

/** What EventBridge makes of the event: a path that leads nowhere becomes nothing between its quotes. */
function transformed(target: Target): Record<string, string> {
  const { InputPathsMap: paths, InputTemplate: template } = target.InputTransformer;
  return JSON.parse(template.replaceAll(/<([A-Za-z]+)>/g, (_, name: string) => at(paths[name] ?? '')));
}

function at(path: string): string {
  const keys = path
    .slice(2)
    .split(/[.[\]]+/)
    .filter((key) => key !== '');
  const value = keys.reduce<unknown>((whole, key) => (whole as Record<string, unknown> | undefined)?.[key], event);
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  throw new Error(`${path} is no scalar, and would break its quotes`);
}

const COMMON = {
  heed: 'feedback',
  id: 'e-1',
  sesMessageId: 'ses-1',
  sendId: 'm-1',
  profileId: 'c-42',
  address: 'hmac',
  class: 'marketing',
  topic: '',
  template: '',
  mailAt: '2026-11-21T10:00:00Z',
};

const EXPECTED: Record<string, Record<string, string>> = {
  'Email Delivered': { type: 'delivery', at: 't-delivery' },
  'Email Bounced': {
    type: 'bounce',
    at: 't-bounce',
    feedbackId: 'f-1',
    bounceType: 'Permanent',
    bounceSubType: 'General',
  },
  'Email Complaint Received': {
    type: 'complaint',
    at: 't-complaint',
    feedbackId: 'f-2',
    complaintFeedbackType: 'abuse',
    complaintSubType: '',
  },
  'Email Rejected': { type: 'reject', at: '2026-11-21T10:00:01Z', reason: 'Bad content' },
  'Email Delivery Delayed': { type: 'delivery-delay', at: 't-delay', delayType: 'MailboxFull' },
  'Email Rendering Failed': { type: 'rendering-failure', at: '2026-11-21T10:00:01Z' },
  'Email Opened': { type: 'open', at: 't-open', userAgent: 'Mail' },
  'Email Subscribed': { type: 'subscription', at: 't-subscription', unsubscribeAll: 'true' },
  'Email Clicked': { type: 'click', at: 't-click', userAgent: 'Mail', link: 'https://acme.example/a' },
};

test('each kind of feedback becomes an input of ids, types and times; what is absent is an empty string', () => {
  const inputs = rules.map(({ pattern, target }) => [pattern['detail-type'][0], transformed(target)]);
  const expected = Object.entries(EXPECTED).map(([detailType, facts]) => [detailType, { ...COMMON, ...facts }]);
  expect(Object.fromEntries(inputs)).toEqual(Object.fromEntries(expected));
});

test('no address and no header passes the first hop (P-57)', () => {
  for (const { target } of rules) {
    expect(JSON.stringify(transformed(target))).not.toContain(CANARY);
    const paths = Object.values(target.InputTransformer.InputPathsMap).join();
    expect(paths).not.toMatch(/destination|eaders|ecipient|diagnostic|smtpResponse|\.source\b|ipAddress|errorMessage/);
  }
});

test('feedback has no dead letters: they would hold the event before its addresses were dropped (P-57)', () => {
  expect(rules.filter(({ target }) => target.DeadLetterConfig !== undefined)).toEqual([]);
});

test('only mail of our configuration sets is listened to', () => {
  const sets = templates.ofType('AWS::SES::ConfigurationSet').map(([id]) => ({ Ref: id }));
  expect(sets).toHaveLength(2);
  for (const { pattern } of rules) expect(pattern.detail.mail.tags['ses:configuration-set']).toEqual(sets);
});

test('configuration sets require TLS and never switch off the suppression list of the account (P-78)', () => {
  for (const [, set] of templates.ofType('AWS::SES::ConfigurationSet')) {
    expect(set.Properties).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
  }
});

test('SES reports to the default bus, and no sends', () => {
  const destinations = templates
    .ofType('AWS::SES::ConfigurationSetEventDestination')
    .map(([, each]) => each.Properties);
  expect(destinations).toHaveLength(2);
  for (const { EventDestination: destination } of destinations) {
    expect(JSON.stringify(destination)).toContain(':event-bus/default');
    expect((destination as { MatchingEventTypes: string[] }).MatchingEventTypes).not.toContain('send');
  }
});

test('the one rule of the bus takes every source but our own, and keeps what it cannot deliver', () => {
  const ours = templates.ofType('AWS::Events::Rule').filter(([, rule]) => rule.Properties.EventBusName !== undefined);
  expect(ours).toHaveLength(1);
  expect(ours[0]?.[1].Properties).toMatchObject({
    EventPattern: { source: [{ 'anything-but': 'heed' }] },
    Targets: [{ DeadLetterConfig: {} }],
  });
});
