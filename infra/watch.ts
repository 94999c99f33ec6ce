import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import type { DeploymentSettings } from './deployment-settings.ts';
import type { FeedbackRules } from './feedback-rules.ts';
import type { HeedFunctions } from './heed-functions.ts';
import type { Queues } from './queues.ts';

export type Watched = {
  readonly queues: Queues;
  readonly functions: HeedFunctions;
  readonly feedback: FeedbackRules;
};

/** Puts an alarm on everything that can go wrong without anybody seeing it. */
export function watch(scope: Construct, settings: DeploymentSettings, { queues, functions, feedback }: Watched): void {
  const alarms = new Alarms(scope, 'Alarms', { prefix: settings.prefix, actions: actions(scope, settings) });
  watchQueues(alarms, queues);
  alarms.onFailedCommits(functions.relay.mapping);
  alarms.onIteratorAge(functions.relay.function);
  alarms.onLostFeedback(feedback.lowering);
  alarms.onNotices([functions.decide, functions.reconcile, functions.send]);
  alarms.onSignUpFlood(functions.send);
  if (settings.hasTicketSource) alarms.onSilentTickets(functions.decide);
  for (const each of functions.all) {
    alarms.onErrors(each);
    alarms.onThrottles(each);
  }
}

function actions(scope: Construct, settings: DeploymentSettings): SnsAction[] {
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
  alarms.onAnyMessage(queues.jobs.deadLetters, {
    name: 'jobs-dead',
    meaning: 'A job, such as an erasure, failed for an hour.',
    section: 'jobs-dead',
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
