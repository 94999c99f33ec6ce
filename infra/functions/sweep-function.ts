import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DUE_INDEX } from '../../shared/table/keys.ts';
import { HeedFunction } from '../heed-function.ts';
import type { Resources } from '../resources.ts';
import { sendTo } from './queue-grants.ts';

/** Finds who is due and puts their ids into `inputs`. */
export function sweepFunction(scope: Construct, to: Resources): HeedFunction {
  return new HeedFunction(scope, 'Sweep', {
    name: 'sweep',
    prefix: to.prefix,
    description: 'Enqueues who is due, each minute',
    code: to.code,
    memorySize: 256,
    // Below the minute of its schedule, so that a slow sweep ends before the next one starts.
    timeout: Duration.seconds(50),
    // Two at once would enqueue the same people twice.
    reservedConcurrentExecutions: 1,
    environment: {
      PEOPLE_TABLE: to.people.tableName,
      INPUTS_QUEUE_URL: to.inputs.queueUrl,
    },
    grants: [
      {
        why: 'reads who is due; the index holds keys only, no personal data',
        actions: ['dynamodb:Query'],
        resources: [`${to.people.tableArn}/index/${DUE_INDEX}`],
      },
      sendTo(to.inputs, 'enqueues the ids of those who are due'),
    ],
  });
}
