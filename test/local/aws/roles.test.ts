import { describe, expect, test } from 'vitest';
import type { Need } from '../../../local/aws/need.ts';
import { evaluate, type PolicyStatement } from '../../../local/aws/roles.ts';

const QUEUE = 'arn:aws:sqs:x:0:inputs';
const need = (overrides: Partial<Need> = {}): Need => ({
  action: 'sqs:SendMessage',
  resources: [QUEUE],
  context: {},
  ...overrides,
});
const allow = (overrides: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: 'Allow',
  Action: ['sqs:SendMessage'],
  Resource: [QUEUE],
  ...overrides,
});
const when = (Condition: PolicyStatement['Condition']) => [allow({ Condition: Condition ?? {} })];

describe('a role', () => {
  test.each([
    ['allows what a statement allows', [allow()], {}, 'allowed'],
    ['allows nothing by itself', [], {}, 'not-granted'],
    ['takes actions in any case', [allow({ Action: ['SQS:sendmessage'] })], {}, 'allowed'],
    ['takes wildcards in actions', [allow({ Action: ['sqs:Send*'] })], {}, 'allowed'],
    ['takes wildcards in resources', [allow({ Resource: ['arn:aws:sqs:?:*:in*'] })], {}, 'allowed'],
    ['does not stretch a resource', [allow({ Resource: ['arn:aws:sqs:x:0:input'] })], {}, 'not-granted'],
    ['lets a Deny win', [allow(), allow({ Effect: 'Deny', Resource: ['*'] })], {}, 'denied'],
    ['needs one of the identities only', [allow()], { resources: ['arn:other', QUEUE] }, 'allowed'],
  ] as const)('%s', (_what, statements, overrides, verdict) => {
    expect(evaluate(statements, need(overrides as Partial<Need>))).toBe(verdict);
  });
});

describe('a condition', () => {
  const context = { 'events:source': ['heed'], 'ses:Recipients': ['a@x.example', 'b@y.example'] };
  test.each([
    ['StringEquals', { 'events:source': 'heed' }, true],
    ['StringEquals', { 'events:source': ['crm', 'heed'] }, true],
    ['StringEquals', { 'events:source': 'crm' }, false],
    ['StringEquals', { 'ses:FromAddress': 'x' }, false],
    ['StringEqualsIfExists', { 'ses:FromAddress': 'x' }, true],
    ['StringNotEquals', { 'events:source': 'crm' }, true],
    ['StringLike', { 'EVENTS:source': 'he?d*' }, true],
    ['ForAllValues:StringLike', { 'ses:Recipients': '*.example' }, true],
    ['ForAllValues:StringLike', { 'ses:Recipients': '*@x.example' }, false],
    ['ForAllValues:StringLike', { 'dynamodb:LeadingKeys': 'c-*' }, true],
    ['ForAnyValue:StringLike', { 'ses:Recipients': '*@x.example' }, true],
    ['ForAnyValue:StringLike', { 'dynamodb:LeadingKeys': 'c-*' }, false],
    ['Null', { 'ses:FromAddress': 'true' }, true],
  ] as const)('%s %j holds: %s', (operator, keys, holds) => {
    expect(evaluate(when({ [operator]: keys }), need({ context }))).toBe(holds ? 'allowed' : 'not-granted');
  });

  test('an operator that nobody knows is said aloud', () => {
    expect(() => evaluate(when({ NumericLessThan: { a: '1' } }), need())).toThrow('NumericLessThan');
  });
});
