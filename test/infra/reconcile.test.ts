import { expect, test } from 'vitest';
import type { JsonObject } from '../../shared/kernel/json.ts';
import { compilePattern, matches } from '../../shared/pattern/pattern.ts';
import { referred, statementsOf, synthesize, type Value } from './templates.ts';

const templates = synthesize();
const statements = statementsOf(templates);

test('P-79 nothing on the way of a mail may call the suppression list of SES', () => {
  const calling = statements.filter(({ actions }) =>
    actions.some((action) => action.includes('SuppressedDestination')),
  );
  expect(calling.map(({ role, actions }) => [role.replace(/^Functions|Role.*$/g, ''), actions])).toEqual(
    expect.arrayContaining([
      ['Reconcile', ['ses:ListSuppressedDestinations']],
      ['Jobs', ['ses:DeleteSuppressedDestination']],
    ]),
  );
  expect(calling).toHaveLength(2);
});

test('P-80 the reconciliation runs each day, and may change nothing but rows of records', () => {
  const rule = templates.ofType('AWS::Events::Rule').find(([, each]) => each.Properties.Name === 'heed-reconcile');
  expect(rule?.[1].Properties.ScheduleExpression).toBe('rate(1 day)');
  const own = statements.filter(({ role }) => role.includes('Reconcile'));
  const people = own.filter(({ resources }) => JSON.stringify(resources).includes('People'));
  expect(people.map(({ actions }) => actions)).toEqual([['dynamodb:Scan']]);
});

const authentication = templates
  .ofType('AWS::Events::Rule')
  .find(([, each]) => each.Properties.Name === 'heed-authentication-refused')?.[1].Properties;

/** The pattern with the names that the references to the configuration sets stand for. */
function pattern(): JsonObject {
  const named = JSON.stringify(authentication?.EventPattern, (_, value: Value) => referred(value) ?? value);
  return JSON.parse(named) as JsonObject;
}

function bounce(diagnosticCode: string, set?: string): JsonObject {
  const sets = templates.ofType('AWS::SES::ConfigurationSet').map(([id]) => id);
  return {
    source: 'aws.ses',
    'detail-type': 'Email Bounced',
    detail: {
      mail: { tags: { 'ses:configuration-set': [set ?? sets[0] ?? ''] } },
      bounce: { bouncedRecipients: [{ emailAddress: 'canary@person.example', diagnosticCode }] },
    },
  };
}

test.each<[string, JsonObject, boolean]>([
  [
    '5.7.515',
    bounce('smtp; 550 5.7.515 Access denied, sending domain acme.example does not meet the required level'),
    true,
  ],
  ['5.7.26', bounce('smtp; 550-5.7.26 Your email has been blocked because the sender is unauthenticated.'), true],
  ['an unknown user', bounce('smtp; 550 5.1.1 user unknown'), false],
  ['5.7.515 of somebody else’s mail', bounce('smtp; 550 5.7.515 Access denied', 'not-ours'), false],
])('P-87 a receiver that refuses with %s pages somebody as it should', (_, event, pages) => {
  const compiled = compilePattern(pattern());
  if (!compiled.ok) throw new Error('the pattern would not deploy');
  expect(matches(compiled.pattern, event)).toBe(pages);
});

test('P-57 of that refusal nothing passes but that it happened', () => {
  const [target] = (authentication?.Targets ?? []) as { Input?: string; InputTransformer?: Value }[];
  expect(JSON.parse(target?.Input ?? '')).toEqual({ heed: 'notice', notice: 'authentication-refused' });
  expect(target?.InputTransformer).toBeUndefined();
});

test('P-87 the reconciliation may read how our own identities sign, and looks senders up everywhere but on the laptop', () => {
  const reading = statements.filter(({ actions }) => actions.includes('ses:GetEmailIdentity'));
  expect(reading.map(({ role, actions }) => [role.includes('Reconcile'), actions])).toEqual([
    [true, ['ses:GetEmailIdentity']],
  ]);
  const named = statementsOf(synthesize({ senderDomain: 'news.acme.example' }));
  const narrow = JSON.stringify(named.find(({ actions }) => actions.includes('ses:GetEmailIdentity')));
  expect(narrow).toContain(':identity/news.acme.example');
  expect(narrow).not.toContain('identity/*');
  const looksUp = (all: typeof templates) =>
    all
      .ofType('AWS::Lambda::Function')
      .map(([, { Properties }]) => (Properties.Environment as { Variables: Record<string, Value> }).Variables)
      .flatMap((variables) => variables['LOOK_UP_SENDERS'] ?? []);
  expect(looksUp(templates)).toEqual(['yes']);
  expect(looksUp(synthesize({ stage: 'local' }))).toEqual(['no']);
});

test('P-87 the return path of a sender domain is below it, so that SPF aligns', () => {
  const [[, identity] = []] = synthesize({ senderDomain: 'news.acme.example' }).ofType('AWS::SES::EmailIdentity');
  expect(identity?.Properties.MailFromAttributes).toEqual({
    MailFromDomain: 'bounce.news.acme.example',
    BehaviorOnMxFailure: 'USE_DEFAULT_VALUE',
  });
});
