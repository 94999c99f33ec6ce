import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { ApiMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { busRule } from './bus-rule.ts';
import { ConfigurationSet } from './configuration-set.ts';
import type { DataStack } from './data-stack.ts';
import type { DeploymentSettings } from './deployment-settings.ts';
import { failureBucket } from './failure-bucket.ts';
import { FeedbackRules } from './feedback-rules.ts';
import { functionCode } from './function-code.ts';
import { apiFunction } from './functions/api-function.ts';
import { decideFunction } from './functions/decide-function.ts';
import { relayFunction } from './functions/relay-function.ts';
import { sendFunction } from './functions/send-function.ts';
import { sweepFunction } from './functions/sweep-function.ts';
import { webFunction } from './functions/web-function.ts';
import { HttpEntrance } from './http-entrance.ts';
import { acceptFrom, Queues } from './queues.ts';
import type { Resources } from './resources.ts';
import { sweepSchedule } from './sweep-schedule.ts';

/** The pages that mails link to, and the form. */
const WEB_PATHS = [
  '/subscribe',
  '/confirm/{token}',
  '/unsubscribe/{token}',
  '/preferences/{token}',
  '/not-me/{token}',
  '/survey/{token}',
];

/** All that can be built again at any time: bus, queues, functions, entrances, alarms. */
export class AppStack extends Stack {
  constructor(scope: Construct, id: string, settings: DeploymentSettings, data: DataStack, props: StackProps) {
    super(scope, id, props);
    const prefix = settings.prefix;
    const bus = new EventBus(this, 'Bus', { eventBusName: prefix });
    const queues = new Queues(this, 'Queues', prefix);
    const marketing = new ConfigurationSet(this, 'Marketing', `${prefix}-marketing`);
    const transactional = new ConfigurationSet(this, 'Transactional', `${prefix}-transactional`);
    const failures = failureBucket(this);
    const web = webEntrance(this, prefix);
    const api = apiEntrance(this, prefix);

    const wiring: Resources = {
      prefix,
      code: functionCode(this),
      people: data.people,
      records: data.records,
      macKey: data.macKey,
      bus,
      inputs: queues.inputs.queue,
      sendPriority: queues.sendPriority.queue,
      send: queues.send.queue,
      rejected: queues.rejected,
      marketing,
      transactional,
      linkOrigin: settings.link === undefined ? web.api.apiEndpoint : `https://${settings.link.domain}`,
      senderIdentities: [senderIdentityArn(this, settings)],
    };
    const decide = decideFunction(this, wiring);
    const relay = relayFunction(this, wiring, failures);
    const send = sendFunction(this, wiring);
    const sweep = sweepFunction(this, wiring);
    const pages = webFunction(this, wiring);
    const authorised = apiFunction(this, wiring);

    web.route(WEB_PATHS, pages);
    api.route(['/api/{proxy+}'], authorised, new HttpIamAuthorizer());
    if (data.linkDomain !== undefined) {
      new ApiMapping(this, 'Links', { api: web.api, domainName: data.linkDomain, stage: web.stage });
    }

    const feedback = new FeedbackRules(this, 'Feedback', {
      prefix,
      configurationSets: [marketing.configurationSetName, transactional.configurationSetName],
      inputs: queues.inputs.queue,
    });
    const customerEvents = busRule(this, {
      prefix,
      bus,
      inputs: queues.inputs.queue,
      undelivered: queues.undelivered,
    });
    const eachMinute = sweepSchedule(this, prefix, sweep, queues.undelivered);
    acceptFrom(queues.inputs.queue, [customerEvents, ...feedback.rules]);
    acceptFrom(queues.undelivered, [customerEvents, eachMinute]);

    const alarms = new Alarms(this, 'Alarms', { prefix, actions: alarmActions(this, settings) });
    watchQueues(alarms, queues);
    alarms.onFailedCommits(relay.mapping);
    alarms.onLostFeedback(feedback.lowering);
    alarms.onIteratorAge(relay.function);
    for (const heedFunction of [decide, relay.function, send, sweep, pages, authorised]) {
      alarms.onErrors(heedFunction);
      alarms.onThrottles(heedFunction);
    }

    new CfnOutput(this, 'BusName', { value: bus.eventBusName });
    new CfnOutput(this, 'WebOrigin', { value: wiring.linkOrigin });
    new CfnOutput(this, 'ApiOrigin', { value: api.api.apiEndpoint });
  }
}

function webEntrance(scope: Construct, prefix: string): HttpEntrance {
  const web = new HttpEntrance(scope, 'WebEntrance', {
    apiName: `${prefix}-web`,
    description: 'Public pages: subscribe, confirm, unsubscribe, preferences',
    // One-click requests come in waves minutes after a broadcast; a refused one is a withdrawal that was not heard.
    throttle: { rate: 500, burst: 1000 },
  });
  Validations.of(web).acknowledge({
    id: 'AwsSolutions-APIG4',
    reason: 'Mail programs unsubscribe without any login (RFC 8058); the token in the path is the permission (P-29).',
  });
  return web;
}

function apiEntrance(scope: Construct, prefix: string): HttpEntrance {
  return new HttpEntrance(scope, 'ApiEntrance', {
    apiName: `${prefix}-api`,
    description: 'Authorised API (SigV4)',
    // Company systems with many events use PutEvents; here come people, the console, the command line.
    throttle: { rate: 200, burst: 400 },
  });
}

/** Without a sender domain the operator's own identity, whatever its name: the wildcard is acknowledged where it is granted. */
function senderIdentityArn(stack: Stack, settings: DeploymentSettings): string {
  return stack.formatArn({ service: 'ses', resource: 'identity', resourceName: settings.senderDomain ?? '*' });
}

function alarmActions(scope: Construct, settings: DeploymentSettings): SnsAction[] {
  if (settings.alarmTopicArn === undefined) return [];
  return [new SnsAction(Topic.fromTopicArn(scope, 'AlarmTopic', settings.alarmTopicArn))];
}

function watchQueues(alarms: Alarms, queues: Queues): void {
  alarms.onAnyMessage(queues.inputs.deadLetters, {
    name: 'inputs-dead',
    meaning: 'An input failed ten times.',
    section: 'inputs-dead',
  });
  alarms.onAnyMessage(queues.sendPriority.deadLetters, {
    name: 'send-priority-dead',
    meaning: 'A confirmation or transactional message failed five times.',
    section: 'send-dead',
  });
  alarms.onAnyMessage(queues.send.deadLetters, {
    name: 'send-dead',
    meaning: 'A marketing message failed five times.',
    section: 'send-dead',
  });
  alarms.onAnyMessage(queues.rejected, {
    name: 'rejected',
    meaning: 'Somebody sends events that heed cannot read.',
    section: 'rejected',
  });
  alarms.onAnyMessage(queues.undelivered, {
    name: 'undelivered',
    meaning: 'EventBridge could not deliver an event or a tick.',
    section: 'undelivered',
  });
}
