import { expect, test } from 'vitest';
import { referred, statementsOf, synthesize, type Value } from './templates.ts';

const templates = synthesize();
const functions = templates.ofType('AWS::Lambda::Function').map(([, { Properties }]) => Properties);
const statements = statementsOf(templates);

test('eight functions run on Node 24 and arm64, each with a log group that forgets', () => {
  expect(new Set(functions.map((each) => each.FunctionName))).toEqual(
    new Set(['api', 'decide', 'jobs', 'reconcile', 'relay', 'send', 'sweep', 'web'].map((name) => `heed-${name}`)),
  );
  for (const each of functions) {
    expect(each).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'handler.handler' });
    const logGroup = templates.resources[referred((each.LoggingConfig as { LogGroup: Value }).LogGroup) ?? ''];
    expect(logGroup?.Properties.RetentionInDays).toBeGreaterThan(0);
  }
});

test('the sweep runs alone', () => {
  const sweep = functions.find((each) => each.FunctionName === 'heed-sweep');
  expect(sweep?.ReservedConcurrentExecutions).toBe(1);
});

test('roles have no managed policies', () => {
  for (const [, role] of templates.ofType('AWS::IAM::Role')) expect(role.Properties.ManagedPolicyArns).toBeUndefined();
});

test('no action has a wildcard, and * is the resource only of what SES has no narrower one for', () => {
  expect(statements.flatMap((statement) => statement.actions).filter((action) => action.includes('*'))).toEqual([]);
  const everywhere = statements.filter((statement) => statement.resources.includes('*'));
  expect(everywhere.flatMap((statement) => statement.actions).sort()).toEqual([
    'ses:DeleteSuppressedDestination',
    'ses:GetAccount',
    'ses:ListSuppressedDestinations',
  ]);
});

test('only jobs may delete an item, for erasures: evidence is append-only (P-40, P-56)', () => {
  const deleting = statements.filter(({ actions }) => /Delete(Item|Table)|BatchWrite|PartiQL/.test(actions.join(' ')));
  const jobs = functions.find((each) => each.FunctionName === 'heed-jobs');
  expect(new Set(deleting.map(({ role }) => role))).toEqual(new Set([referred(jobs?.Role)]));
  const actions = deleting.flatMap((statement) => statement.actions);
  expect(actions.filter((action) => /DeleteTable|BatchWrite|PartiQL/.test(action))).toEqual([]);
});

test('a function publishes events under its own sources only', () => {
  const publishing = templates.ofType('AWS::IAM::Role').flatMap(([, { Properties }]) => {
    const policies = Properties.Policies as { PolicyDocument: { Statement: Record<string, Value>[] } }[];
    const all = policies.flatMap((policy) => policy.PolicyDocument.Statement);
    return all.filter((statement) => statement.Action === 'events:PutEvents').map((statement) => statement.Condition);
  });
  const only = (...sources: string[]) => ({ 'ForAllValues:StringEquals': { 'events:source': sources } });
  expect(publishing).toEqual([only('heed', 'heed.workspace'), only('heed.api')]);
});

test('each function is told of a queue, table or key only when its role may use it', () => {
  const granted = new Map<string, string>();
  for (const { role, resources } of statements)
    granted.set(role, `${granted.get(role) ?? ''}${JSON.stringify(resources)}`);
  for (const each of functions) {
    const role = granted.get(referred(each.Role) ?? '') ?? '';
    const variables = (each.Environment as { Variables: Record<string, Value> }).Variables;
    for (const [name, value] of Object.entries(variables).filter(([name]) => name.endsWith('_QUEUE_URL'))) {
      expect({ of: each.FunctionName, name, granted: role.includes(referred(value) ?? '?') }).toMatchObject({
        granted: true,
      });
    }
    for (const [name, table] of [
      ['PEOPLE_TABLE', 'People'],
      ['RECORDS_TABLE', 'Records'],
      ['MAC_KEY_ID', 'MacKey'],
    ] as const) {
      if (name in variables) expect(role).toContain(table);
    }
  }
});

test('a sender domain narrows the identity that mail may be sent from', () => {
  const named = statementsOf(synthesize({ senderDomain: 'news.acme.example' }));
  const sending = JSON.stringify(named.find((statement) => statement.actions.includes('ses:SendEmail')));
  expect(sending).toContain(':identity/news.acme.example');
  expect(sending).not.toContain('identity/*');
});

test('no stack has a custom resource', () => {
  const custom = Object.values(templates.resources).filter((resource) =>
    /^Custom::|CustomResource/.test(resource.Type),
  );
  expect(custom).toEqual([]);
});

test('schedules are rates: no cron in a local zone is used for anybody (P-91)', () => {
  expect(templates.ofType('AWS::Scheduler::Schedule')).toEqual([]);
  const schedules = templates
    .ofType('AWS::Events::Rule')
    .map(([, rule]) => rule.Properties.ScheduleExpression)
    .filter((expression) => expression !== undefined);
  expect(schedules.toSorted()).toEqual(['rate(1 day)', 'rate(1 minute)']);
});
