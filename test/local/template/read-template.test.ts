import { describe, expect, it } from 'vitest';
import { readTemplates, type Template } from '../../../local/template/read-template.ts';
import type { Place } from '../../../local/template/resource-kind.ts';

const place: Place = {
  region: 'eu-central-1',
  accountId: '000000000000',
  awsOrigin: 'http://127.0.0.1:4701',
  apiOrigin: () => 'http://127.0.0.1:4702',
  arnOf: (service) => `arn:aws:${service}:eu-central-1:000000000000:`,
};

/** The value of a bus's name after resolution: any expression may stand there. */
function resolved(value: unknown, template: Template = {}, others: readonly Template[] = []): unknown {
  const stacks = [
    {
      ...template,
      Resources: { ...template.Resources, It: { Type: 'AWS::Events::EventBus', Properties: { Tags: value } } },
    },
    ...others,
  ];
  const resources = readTemplates(
    stacks.map((one, index) => ({ name: `stack-${index}`, template: one })),
    place,
  );
  return resources.find(({ logicalId }) => logicalId === 'It')?.properties.Tags;
}

const queue: Template = { Resources: { Inputs: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'inputs' } } } };

describe('a template', () => {
  it.each([
    [{ Ref: 'Inputs' }, 'http://127.0.0.1:4701/000000000000/inputs'],
    [{ 'Fn::GetAtt': ['Inputs', 'Arn'] }, 'arn:aws:sqs:eu-central-1:000000000000:inputs'],
    [{ 'Fn::GetAtt': 'Inputs.QueueName' }, 'inputs'],
    [
      { 'Fn::Sub': `${'$'}{AWS::Region}/${'$'}{Inputs.QueueName}/${'$'}{!Literal}` },
      `eu-central-1/inputs/${'$'}{Literal}`,
    ],
    [{ 'Fn::Sub': [`${'$'}{own}`, { own: { Ref: 'AWS::AccountId' } }] }, '000000000000'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::Partition' }]] }, 'a-aws'],
    [{ 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Inputs', 'Arn'] }] }] }, 'inputs'],
    [{ kept: 1, left: { Ref: 'AWS::NoValue' } }, { kept: 1 }],
    [{ 'Fn::If': ['Never', 'then', { Ref: 'AWS::Region' }] }, 'eu-central-1'],
  ])('resolves %j', (expression, value) => {
    expect(resolved(expression, { ...queue, Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } })).toEqual(value);
  });

  it('imports what another stack exports', () => {
    const other: Template = {
      ...queue,
      Outputs: { Out: { Value: { Ref: 'Inputs' }, Export: { Name: { 'Fn::Sub': 'data:Inputs' } } } },
    };
    expect(resolved({ 'Fn::ImportValue': 'data:Inputs' }, {}, [other])).toBe(
      'http://127.0.0.1:4701/000000000000/inputs',
    );
  });

  it('stops at a type of resource that nobody knows, by its name', () => {
    const template: Template = { Resources: { Table: { Type: 'AWS::Timestream::Table' } } };
    expect(() => resolved('', template)).toThrow('AWS::Timestream::Table (Table)');
  });

  it.each([
    [{ Ref: 'Nobody' }, 'Ref Nobody leads nowhere'],
    [{ 'Fn::GetAtt': ['Inputs', 'Colour'] }, 'Fn::GetAtt Inputs.Colour leads nowhere'],
    [{ 'Fn::ImportValue': 'nothing' }, 'no stack exports nothing'],
    [{ 'Fn::Transform': {} }, 'calls Fn::Transform'],
  ])('leaves no reference unresolved: %j', (expression, words) => {
    expect(() => resolved(expression, queue)).toThrow(words);
  });

  it('leaves out a resource whose condition does not hold', () => {
    const template: Template = {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Gone: { Type: 'AWS::SQS::Queue', Condition: 'Never' } },
    };
    expect(readTemplates([{ name: 'one', template }], place)).toEqual([]);
  });
});
