import { join } from 'node:path';
import type { DataFolder } from './data-folder.ts';
import { type DynamodbCall, dynamodbCall } from './engines/dynamodb-call.ts';
import { type DynamodbEngine, startDynamodb } from './engines/dynoxide.ts';
import { type QueueEngine, startQueues } from './engines/queues.ts';
import { createTables, isEmptyStore } from './engines/tables.ts';
import { madeOnce, ROOT } from './made-once.ts';
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

/** Bundles the functions; esbuild is loaded only when something has changed. */
function bundle(root: string): Promise<string> {
  const sources = [
    join(root, 'functions'),
    ...['shared', 'infra/bundle.ts', 'package-lock.json'].map((source) => join(ROOT, source)),
  ];
  return madeOnce('bundles', sources, async (folder) => {
    const { bundleFunctionsAsync } = await import('../infra/bundle.ts');
    await bundleFunctionsAsync({ folder, root });
  });
}

/** Starts the engines and esbuild, and synthesizes meanwhile. `functionsRoot` is the folder that holds `functions/`, the repository by default. */
export async function layGround(
  data: DataFolder,
  clock: SharedArrayBuffer,
  origins: Origins,
  phase: Phases,
  functionsRoot = ROOT,
): Promise<Ground> {
  const underWay = Promise.all([
    startDynamodb(data.path('.'), REGION),
    startQueues(data.path('.'), REGION, clock),
    bundle(functionsRoot),
  ]);
  // Its failure is told below; until then a rejection must not count as nobody's.
  underWay.catch(() => undefined);
  const wiring = bringToLife(await synthesize(), origins);
  phase.mark('synth');
  const [dynamodb, queues, bundles] = await underWay;
  phase.mark('engines and bundles');
  const call = dynamodbCall(dynamodb.origin, REGION);
  await createTables(call, wiring.tables);
  const empty = await isEmptyStore(call, wiring.tables);
  await queues.define(wiring.queues);
  phase.mark('tables and queues');
  return { wiring, dynamodb, call, queues, empty, bundles };
}
