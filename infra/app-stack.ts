import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { ApiMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { busRule } from './bus-rule.ts';
import { ConfigurationSet } from './configuration-set.ts';
import type { DataStack } from './data-stack.ts';
import { type DeploymentSettings, LOCAL_STAGE } from './deployment-settings.ts';
import { failureBucket } from './failure-bucket.ts';
import { FeedbackRules } from './feedback-rules.ts';
import { functionCode } from './function-code.ts';
import { HeedFunctions } from './heed-functions.ts';
import { HttpEntrance } from './http-entrance.ts';
import { acceptFrom, Queues } from './queues.ts';
import { reconcileSchedule } from './reconcile-schedule.ts';
import type { Resources } from './resources.ts';
import { sweepSchedule } from './sweep-schedule.ts';
import { watch } from './watch.ts';

/**
 * The pages that mails link to, and the form. Surveys have no page yet: with the path here a link to one gets the words of the house
 * and their 404, without it the gateway's.
 */
const WEB_PATHS = [
  '/subscribe',
  '/confirm/{token}',
  '/unsubscribe/{token}',
  '/preferences/{token}',
  '/not-me/{token}',
  '/undo/{token}',
  '/canary',
  '/address/{token}',
  '/export/{token}',
  '/survey/{token}',
];

/** All that can be built again at any time: bus, queues, functions, entrances, alarms. */
export class AppStack extends Stack {
  constructor(scope: Construct, id: string, settings: DeploymentSettings, data: DataStack, props: StackProps) {
    super(scope, id, props);
    const { prefix } = settings;
    const bus = new EventBus(this, 'Bus', { eventBusName: prefix });
    const queues = new Queues(this, 'Queues', prefix);
    const marketing = new ConfigurationSet(this, 'Marketing', `${prefix}-marketing`);
    const transactional = new ConfigurationSet(this, 'Transactional', `${prefix}-transactional`);
    const web = webEntrance(this, prefix);
    const api = apiEntrance(this, prefix);

    const resources: Resources = {
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
      jobs: queues.jobs.queue,
      resting: {
        undelivered: queues.undelivered,
        inputsDead: queues.inputs.deadLetters,
        sendDead: queues.send.deadLetters,
        sendPriorityDead: queues.sendPriority.deadLetters,
      },
      marketing,
      transactional,
      linkOrigin: settings.link === undefined ? web.api.apiEndpoint : `https://${settings.link.domain}`,
      senderIdentities: [senderIdentityArn(this, settings)],
      allowedRecipients: settings.allowedRecipients,
      looksUpSenders: settings.stage !== LOCAL_STAGE,
    };
    const functions = new HeedFunctions(this, 'Functions', resources, failureBucket(this));
    web.route(WEB_PATHS, functions.web);
    api.route(['/api/{proxy+}'], functions.api, new HttpIamAuthorizer());
    if (data.linkDomain !== undefined) {
      new ApiMapping(this, 'Links', { api: web.api, domainName: data.linkDomain, stage: web.stage });
    }

    const feedback = this.listen(resources, queues, functions);
    watch(this, settings, { queues, functions, feedback, web, api });

    new CfnOutput(this, 'BusName', { value: bus.eventBusName });
    new CfnOutput(this, 'WebOrigin', { value: resources.linkOrigin });
    new CfnOutput(this, 'ApiOrigin', { value: api.api.apiEndpoint });
  }

  /** Rules and the schedule: all that EventBridge brings in. */
  private listen(to: Resources, queues: Queues, functions: HeedFunctions): FeedbackRules {
    const { prefix, bus, inputs } = to;
    const { undelivered } = queues;
    const customerEvents = busRule(this, { prefix, bus, inputs, undelivered });
    const eachMinute = sweepSchedule(this, prefix, functions.sweep, undelivered);
    const eachDay = reconcileSchedule(this, prefix, functions.reconcile, undelivered);
    const feedback = new FeedbackRules(this, 'Feedback', {
      prefix,
      configurationSets: [to.marketing.configurationSetName, to.transactional.configurationSetName],
      inputs,
    });
    acceptFrom(queues.inputs.queue, [customerEvents, ...feedback.rules]);
    acceptFrom(undelivered, [customerEvents, eachMinute, eachDay]);
    return feedback;
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

/**
 * Without a sender domain any identity of this account and region: the operator brings one that SES has verified, a domain or a
 * single address, and the workspace names it, which may change with each release. The data stack warns of it, and the wildcard is
 * acknowledged where it is granted. It is not required, because `cdk synth` and a first look need no domain.
 */
function senderIdentityArn(stack: Stack, settings: DeploymentSettings): string {
  return stack.formatArn({ service: 'ses', resource: 'identity', resourceName: settings.senderDomain ?? '*' });
}
