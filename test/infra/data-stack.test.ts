import { expect, test } from 'vitest';
import { synthesize } from './templates.ts';

const templates = synthesize();
const tables = templates.ofType('AWS::DynamoDB::Table');

test('both tables are retained, protected from deletion, restorable to any second, and paid by request', () => {
  expect(tables).toHaveLength(2);
  for (const [, table] of tables) {
    expect(table).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 28 },
        BillingMode: 'PAY_PER_REQUEST',
      },
    });
  }
});

test('the people table streams new images and has one index of keys alone, of who is due', () => {
  const people = tables.map(([, table]) => table.Properties).find((table) => table.TableName === 'heed-people');
  expect(people).toMatchObject({
    KeySchema: [{ AttributeName: 'profileId', KeyType: 'HASH' }],
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    GlobalSecondaryIndexes: [
      {
        IndexName: 'due',
        KeySchema: [
          { AttributeName: 'dueShard', KeyType: 'HASH' },
          { AttributeName: 'dueAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
});

test('rows of the records table may expire', () => {
  const records = tables.map(([, table]) => table.Properties).find((table) => table.TableName === 'heed-records');
  expect(records).toMatchObject({
    KeySchema: [
      { AttributeName: 'PK', KeyType: 'HASH' },
      { AttributeName: 'SK', KeyType: 'RANGE' },
    ],
    TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
  });
});

test('the one key makes and verifies MACs, and is retained, because without it no suppression is found again', () => {
  const keys = templates.ofType('AWS::KMS::Key');
  expect(keys).toHaveLength(1);
  expect(keys[0]?.[1]).toMatchObject({
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
  });
});

test('without a link domain the synthesis warns that links will not last for 24 months', () => {
  expect(templates.warnings.join()).toContain('24 months');
});

test('without a sender domain no identity is made, and the synthesis says so', () => {
  expect(templates.ofType('AWS::SES::EmailIdentity')).toEqual([]);
  expect(templates.warnings.join()).toContain('senderDomain');
});

test('with link and sender domain nothing warns, both are retained, and links point to the domain', () => {
  const named = synthesize({
    senderDomain: 'news.acme.example',
    linkDomain: 'links.acme.example',
    linkCertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/c-1',
  });
  expect(named.warnings).toEqual([]);
  for (const type of ['AWS::SES::EmailIdentity', 'AWS::ApiGatewayV2::DomainName']) {
    expect(named.ofType(type).map(([, resource]) => resource.DeletionPolicy)).toEqual(['Retain']);
  }
  const origins = named
    .ofType('AWS::Lambda::Function')
    .map(
      ([, { Properties }]) => (Properties.Environment as { Variables: Record<string, unknown> }).Variables.LINK_ORIGIN,
    )
    .filter((origin) => origin !== undefined);
  expect(new Set(origins)).toEqual(new Set(['https://links.acme.example']));
});

test('a link domain without its certificate is refused', () => {
  expect(() => synthesize({ linkDomain: 'links.acme.example' })).toThrow('linkCertificateArn');
});

test('stages share no physical name', () => {
  const names = (stage: string) =>
    Object.values(synthesize({}, stage).resources).flatMap(({ Properties }) =>
      ['TableName', 'QueueName', 'FunctionName', 'Name', 'AlarmName', 'LogGroupName']
        .map((property) => Properties[property])
        .filter((name) => typeof name === 'string'),
    );
  const live = new Set(names('live'));
  expect(names('trial').filter((name) => live.has(name))).toEqual([]);
});

test('a stage that cannot be part of a name is refused', () => {
  expect(() => synthesize({}, 'Trial_1')).toThrow('stage');
});
