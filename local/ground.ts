import { bundleFunctionsAsync } from '../infra/bundle.ts';
import type { DataFolder } from './data-folder.ts';
import { type DynamodbCall, dynamodbCall } from './engines/dynamodb-call.ts';
import { type DynamodbEngine, startDynamodb } from './engines/dynoxide.ts';
import { type QueueEngine, startQueues } from './engines/queues.ts';
import { createTables, isEmptyStore } from './engines/tables.ts';
import type { Phases } from './phases.ts';
import { REGION } from './region.ts';
import { synthesize } from './synthesize.ts';
import { bringToLife, type Origins } from './template/bring-to-life.ts';
import type { Wiring } from './template/wiring.ts';

/** What a run stands on: engines with the template's tables and queues, and the bundles of the functions. */
export interface Ground {
  readonly wiring: Wiring;
  readonly dynamodb: DynamodbEngine;
  readonly call: DynamodbCall;
  readonly queues: QueueEngine;
  /** No table held a row at the start. */
  readonly empty: boolean;
  /** Folder of the bundles. */
  readonly bundles: string;
}

/** Starts the engines and esbuild, and synthesizes meanwhile. `functionsRoot` is the folder that holds `functions/`, the repository by default. */
export async function layGround(
  data: DataFolder,
  clock: SharedArrayBuffer,
  origins: Origins,
  phase: Phases,
  functionsRoot?: string,
): Promise<Ground> {
  const bundles = data.path('functions');
  const underWay = Promise.all([
    startDynamodb(data.path('.'), REGION),
    startQueues(data.path('.'), REGION, clock),
    bundleFunctionsAsync({ folder: bundles, ...(functionsRoot === undefined ? {} : { root: functionsRoot }) }),
  ]);
  // Its failure is told below; until then a rejection must not count as nobody's.
  underWay.catch(() => undefined);
  const wiring = bringToLife(await synthesize(data.path('cdk.out')), origins);
  phase.mark('synth');
  const [dynamodb, queues] = await underWay;
  phase.mark('engines and bundles');
  const call = dynamodbCall(dynamodb.origin, REGION);
  await createTables(call, wiring.tables);
  const empty = await isEmptyStore(call, wiring.tables);
  await queues.define(wiring.queues);
  phase.mark('tables and queues');
  return { wiring, dynamodb, call, queues, empty, bundles };
}
