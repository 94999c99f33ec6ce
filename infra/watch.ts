import { Duration } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import type { DeploymentSettings } from './deployment-settings.ts';
import { onRefusedRequests, onServerErrors } from './entrance-alarms.ts';
import type { FeedbackRules } from './feedback-rules.ts';
import { onAnyError, onErrors, onErrorsOfConsumer, onIteratorAge, onNoRun, onThrottles } from './function-alarms.ts';
import type { HeedFunction } from './heed-function.ts';
import type { HeedFunctions } from './heed-functions.ts';
import type { HttpEntrance } from './http-entrance.ts';
import { onAnyMessage, onNoRoom, onOldMessage, onRepeatedDeliveries } from './queue-alarms.ts';
import type { Queues } from './queues.ts';

export type Watched = {
  readonly queues: Queues;
  readonly functions: HeedFunctions;
  readonly feedback: FeedbackRules;
  readonly web: HttpEntrance;
  readonly api: HttpEntrance;
};

/** Puts an alarm on everything that can go wrong without anybody seeing it. */
export function watch(scope: Construct, settings: DeploymentSettings, watched: Watched): void {
  const { queues, functions, feedback } = watched;
  const { prefix } = settings;
  const alarms = new Alarms(scope, 'Alarms', { prefix, actions: actions(scope, settings) });
  watchWaiting(alarms, queues);
  watchAges(alarms, queues);
  watchRate(alarms, functions.send, queues);
  onRepeatedDeliveries(alarms, prefix, [functions.decide, functions.send, functions.jobs]);
  watchFunctions(alarms, functions);
  watchEntrances(alarms, prefix, watched);
  alarms.onFailedCommits(functions.relay.mapping);
  alarms.onLostFeedback(feedback.lowering);
  alarms.onNotices([functions.decide, functions.reconcile, functions.send]);
  alarms.onSignUpFlood(functions.send);
  if (settings.hasTicketSource) alarms.onSilentTickets(functions.decide);
}

function watchFunctions(alarms: Alarms, functions: HeedFunctions): void {
  const { decide, relay, send, sweep, jobs, reconcile } = functions;
  // Not web and api: they answer 503 instead of failing, and their entrances count that.
  for (const each of [relay.function, sweep]) onErrors(alarms, each);
  for (const each of [decide, send, jobs]) onErrorsOfConsumer(alarms, each);
  onAnyError(alarms, reconcile);
  onIteratorAge(alarms, relay.function);
  // Of the others the age of the stream, a silence or a 5xx tells: an alarm each would say the same twice, for ten cents a month.
  for (const each of [decide, send]) onThrottles(alarms, each);
  const nobodyIsDue = 'The sweep has not run for ten minutes: waits, held mails and dates do not come due.';
  onNoRun(alarms, sweep, nobodyIsDue, { period: Duration.minutes(5), times: 2 });
  // A day, and two hours for a tick that was tried again.
  const notCompared = 'Nothing was compared with SES for 26 hours.';
  onNoRun(alarms, reconcile, notCompared, { period: Duration.hours(1), times: 26 });
}

function watchEntrances(alarms: Alarms, prefix: string, { web, api }: Watched): void {
  // One is enough: it may be a withdrawal, and few mail programs ask twice.
  onServerErrors(alarms, web, {
    name: 'web-failing',
    meaning: 'A public page answered 5xx: a withdrawal may not have been heard.',
    section: 'web-failing',
  });
  onRefusedRequests(alarms, prefix, web, {
    name: 'web-refused',
    meaning: 'The web API refused requests beyond its rate: a withdrawal may not have been heard.',
    section: 'web-refused',
  });
  // Programs ask again; two of three stretches of five minutes are more than a hiccup.
  const twice = { evaluationPeriods: 3, datapointsToAlarm: 2 };
  onServerErrors(
    alarms,
    api,
    { name: 'api-failing', meaning: 'The authorised API keeps answering 5xx.', section: 'api-failing' },
    twice,
  );
}

/** How long a message may wait to be taken: far above what a burst makes it wait, far below the 14 days after which it is gone. */
function watchAges(alarms: Alarms, queues: Queues): void {
  const { inputs, sendPriority, send, jobs } = queues;
  const minutes = Duration.minutes(15);
  onOldMessage(alarms, inputs.queue, 'inputs-late', 'Inputs wait for 15 minutes.', minutes);
  onOldMessage(
    alarms,
    sendPriority.queue,
    'send-priority-late',
    'Confirmations or transactional mails wait for 15 minutes.',
    minutes,
  );
  onOldMessage(alarms, send.queue, 'send-late', 'Marketing mails wait for six hours.', Duration.hours(6));
  onOldMessage(alarms, jobs.queue, 'jobs-late', 'Background work waits for an hour.', Duration.hours(1));
}

/** How long mail may find no room in SES's rate; marketing for a broadcast, which at 14 mails a second sends 272,000 in six hours (P-77). */
function watchRate(alarms: Alarms, send: HeedFunction, queues: Queues): void {
  const priority = {
    name: 'send-priority-no-room',
    meaning: "For 15 minutes SES's rate had no room for some confirmations or transactional mails.",
    section: 'send-no-room',
  };
  onNoRoom(alarms, send, queues.sendPriority.queue, priority, { period: Duration.minutes(1), times: 15 });
  const marketing = {
    name: 'send-no-room',
    meaning: "For six hours SES's rate had no room for some marketing mails.",
    section: 'send-no-room',
  };
  onNoRoom(alarms, send, queues.send.queue, marketing, { period: Duration.minutes(5), times: 72 });
}

function actions(scope: Construct, settings: DeploymentSettings): SnsAction[] {
  if (settings.alarmTopicArn === undefined) return [];
  return [new SnsAction(Topic.fromTopicArn(scope, 'AlarmTopic', settings.alarmTopicArn))];
}

function watchWaiting(alarms: Alarms, queues: Queues): void {
  onAnyMessage(alarms, queues.inputs.deadLetters, {
    name: 'inputs-dead',
    meaning: 'An input failed 35 times.',
    section: 'inputs-dead',
  });
  onAnyMessage(alarms, queues.sendPriority.deadLetters, {
    name: 'send-priority-dead',
    meaning: 'A confirmation or transactional message failed 35 times.',
    section: 'send-dead',
  });
  onAnyMessage(alarms, queues.send.deadLetters, {
    name: 'send-dead',
    meaning: 'A marketing message failed 35 times.',
    section: 'send-dead',
  });
  onAnyMessage(alarms, queues.jobs.deadLetters, {
    name: 'jobs-dead',
    meaning: 'A job, such as an erasure, failed 35 times.',
    section: 'jobs-dead',
  });
  onAnyMessage(alarms, queues.rejected, {
    name: 'rejected',
    meaning: 'Somebody sends events that heed cannot read.',
    section: 'rejected',
  });
  onAnyMessage(alarms, queues.undelivered, {
    name: 'undelivered',
    meaning: 'EventBridge could not deliver an event or a tick.',
    section: 'undelivered',
  });
}
