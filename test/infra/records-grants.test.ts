import { describe, expect, test } from 'vitest';
import { evaluate, type PolicyStatement } from '../../local/aws/roles.ts';
import {
  addressKey,
  CURRENT_KEY,
  countKey,
  definitionKey,
  erasedPersonKey,
  jobKey,
  ledgerKey,
  PACE_KEY,
  PLAN_KEY,
  type RecordKey,
  releaseKey,
  SUPPRESSION_PACE_KEY,
  signUpHourKey,
  signUpSourceKey,
  spamRateKey,
  sweepKey,
  switchKey,
  switchLogKey,
} from '../../shared/table/keys.ts';
import { synthesize } from './templates.ts';

const RECORDS = 'records';

const roles = new Map(
  synthesize()
    .ofType('AWS::IAM::Role')
    .filter(([id]) => id.startsWith('Functions'))
    .map(([id, { Properties }]) => {
      const policies = Properties.Policies as unknown as { PolicyDocument: { Statement: PolicyStatement[] } }[];
      const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
      return [/^Functions([A-Z][a-z]+)Role/.exec(id)?.[1]?.toLowerCase() ?? id, statements.map(onRecords)] as const;
    }),
);

/** A statement with the references of its resources as names: those of the table `records` are all that matters here. */
function onRecords({ Effect, Action, Resource, Condition }: PolicyStatement): PolicyStatement {
  const resources = [Resource]
    .flat()
    .map((each) => (/"[^"]*Records[^"]*"/.test(JSON.stringify(each)) ? RECORDS : 'another'));
  return { Effect, Action: [Action].flat(), Resource: resources, ...(Condition && { Condition }) };
}

function may(name: string, action: string, { PK }: RecordKey): boolean {
  const need = { action: `dynamodb:${action}`, resources: [RECORDS], context: { 'dynamodb:LeadingKeys': [PK] } };
  const statements = roles.get(name);
  if (!statements) throw new Error(`no role of ${name}`);
  return evaluate(statements, need) === 'allowed';
}

const rows: Readonly<Record<string, RecordKey>> = {
  evidence: ledgerKey('c-1', 0, 'e'),
  address: addressKey('h'),
  'a counter': countKey('cart', 3, 0),
  'the release pointer': CURRENT_KEY,
  'a release': releaseKey(3),
  'a definition': definitionKey('h'),
  'an hour of sign-ups': signUpHourKey(0),
  'a source of sign-ups': signUpSourceKey('h', 0),
  'a switch': switchKey('welcome'),
  'the log of switches': switchLogKey(0, 'welcome'),
  'a job': jobKey('j'),
  'the plan': PLAN_KEY,
  'a shard': sweepKey(63),
  'the pace': PACE_KEY,
  'the pace at the suppression list': SUPPRESSION_PACE_KEY,
  'a spam rate': spamRateKey('acme.example'),
  'a proof': erasedPersonKey('h'),
};

const writable = (name: string) =>
  Object.entries(rows)
    .filter(([, key]) => ['PutItem', 'UpdateItem', 'DeleteItem'].some((action) => may(name, action, key)))
    .map(([row]) => row);

describe('of the table that holds evidence, releases and switches', () => {
  test('the public pages may write evidence, addresses and what their form needs, and nothing else', () => {
    expect(writable('web')).toEqual(['evidence', 'address', 'a source of sign-ups']);
    expect(may('web', 'PutItem', rows['address'] as RecordKey)).toBe(false);
    expect(may('web', 'UpdateItem', rows['evidence'] as RecordKey)).toBe(false);
  });

  test('releases are written by the API alone', () => {
    for (const row of ['the release pointer', 'a release', 'a definition'])
      expect({ row, by: [...roles.keys()].filter((name) => writable(name).includes(row)) }).toEqual({
        row,
        by: ['api'],
      });
  });

  test.each([
    [
      'decide',
      ['evidence', 'address', 'an hour of sign-ups', 'a source of sign-ups', 'a switch', 'the log of switches'],
    ],
    ['send', ['evidence', 'address', 'the pace', 'the pace at the suppression list']],
    ['relay', ['evidence', 'address', 'a counter']],
    [
      'api',
      [
        'evidence',
        'the release pointer',
        'a release',
        'a definition',
        'a switch',
        'the log of switches',
        'the plan',
        'a spam rate',
      ],
    ],
    ['jobs', ['evidence', 'address', 'a job', 'the pace', 'the pace at the suppression list', 'a proof']],
    ['sweep', ['the plan', 'a shard']],
    ['reconcile', ['address', 'a job', 'the pace', 'the pace at the suppression list']],
  ])('%s may write what its work asks for', (name, expected) => {
    expect(writable(name)).toEqual(expected);
  });
});
