import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildApp } from '../../infra/app.ts';
import { QUICK, synthesize, type Value } from './templates.ts';

const templates = synthesize();

test('the security rules of cdk-nag and of CloudFormation find nothing that has no written reason', () => {
  const app = buildApp({ ...QUICK, builtinCloudFormationValidation: true, nagChecks: true });
  expect(() => app.synth()).not.toThrow();
});

test('the same holds with every optional part', () => {
  const app = buildApp({
    ...QUICK,
    nagChecks: true,
    context: {
      ...QUICK.context,
      senderDomain: 'news.acme.example',
      linkDomain: 'links.acme.example',
      linkCertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/c-1',
      alarmTopicArn: 'arn:aws:sns:eu-west-1:111122223333:operators',
    },
  });
  expect(() => app.synth()).not.toThrow();
});

test('each alarm leads to a section of the runbook that exists', () => {
  const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
  const sections = new Set([...runbook.matchAll(/^## (\S+)$/gm)].map((match) => match[1]));
  const alarms = templates
    .ofType('AWS::CloudWatch::Alarm')
    .map(([, alarm]) => JSON.stringify(alarm.Properties.AlarmDescription));
  expect(alarms.length).toBeGreaterThan(0);
  for (const description of alarms) {
    const section = /docs\/runbook\.md#([^"]+)"$/.exec(description)?.[1];
    expect(sections).toContain(section);
  }
});

test('every queue, function, schedule and entrance, and the age of the stream have an alarm', () => {
  const names = templates.ofType('AWS::CloudWatch::Alarm').map(([, alarm]) => alarm.Properties.AlarmName);
  const functions = ['decide', 'relay', 'send', 'sweep', 'jobs', 'reconcile'].map((name) => `${name}-errors`);
  const others = [
    'decide-throttles',
    'send-throttles',
    'sweep-silent',
    'reconcile-silent',
    'web-failing',
    'web-refused',
    'api-failing',
    'inputs-late',
    'send-late',
    'send-priority-late',
    'send-no-room',
    'send-priority-no-room',
    'jobs-late',
    'deliveries-repeated',
    'inputs-dead',
    'send-dead',
    'send-priority-dead',
    'jobs-dead',
    'rejected',
    'undelivered',
    'relay-failures',
    'relay-late',
    'feedback-lost',
    'sign-up-breaker',
    'notices',
  ];
  expect(new Set(names)).toEqual(new Set([...functions, ...others].map((name) => `heed-${name}`)));
});

test('access logs tell the route and never the path, which holds the token', () => {
  const stages = templates.ofType('AWS::ApiGatewayV2::Stage').map(([, stage]) => stage.Properties);
  expect(stages).toHaveLength(2);
  for (const stage of stages) {
    const { Format: format } = stage.AccessLogSettings as { Format: string };
    expect(format).toContain('$context.routeKey');
    expect(format).not.toMatch(/\$context\.(path|identity|authorizer|http)/);
    expect(stage.DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: expect.any(Number) });
  }
});

test('the API is authorised by IAM, and only the pages behind a token or a form are public', () => {
  const routes = templates.ofType('AWS::ApiGatewayV2::Route').map(([, route]) => route.Properties);
  const keys = (type: Value) =>
    routes.filter((route) => route.AuthorizationType === type).map((route) => route.RouteKey);
  expect(keys('AWS_IAM')).toEqual(['ANY /api/{proxy+}']);
  expect(new Set(keys('NONE'))).toEqual(
    new Set(
      [
        '/address/{token}',
        '/canary',
        '/confirm/{token}',
        '/export/{token}',
        '/not-me/{token}',
        '/preferences/{token}',
        '/subscribe',
        '/survey/{token}',
        '/undo/{token}',
        '/unsubscribe/{token}',
      ].map((path) => `ANY ${path}`),
    ),
  );
});
