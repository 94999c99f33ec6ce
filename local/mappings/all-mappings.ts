import { writeFileSync } from 'node:fs';
import type { CostMeter } from '../aws/costs.ts';
import type { DataFolder } from '../data-folder.ts';
import type { DynamodbCall } from '../engines/dynamodb-call.ts';
import type { QueueEngine } from '../engines/queues.ts';
import type { MappingWiring } from '../template/wiring.ts';
import type { FunctionHost } from '../workers/function-host.ts';
import type { Outcome } from '../workers/host-thread.ts';
import { fileCheckpoint } from './checkpoint.ts';
import { type Mapping, startQueueMapping } from './queue-mapping.ts';
import { type StreamMapping, startStreamMapping } from './stream-mapping.ts';
import { openStream, type StreamRecord } from './stream-records.ts';

interface MappingsOptions {
  readonly mappings: readonly MappingWiring[];
  readonly hosts: ReadonlyMap<string, FunctionHost>;
  readonly queues: QueueEngine;
  readonly call: DynamodbCall;
  readonly region: string;
  readonly data: DataFolder;
  readonly costs: CostMeter;
  readonly say: (line: string) => void;
}

export interface Mappings {
  readonly queues: readonly Mapping[];
  readonly streams: readonly StreamMapping[];
}

/** Starts every event source mapping of the template. */
export async function startMappings(options: MappingsOptions): Promise<Mappings> {
  const queues: Mapping[] = [];
  const streams: StreamMapping[] = [];
  for (const wiring of options.mappings) {
    const host = options.hosts.get(wiring.functionId);
    if (!host) throw new Error(`a mapping leads to no function: ${wiring.functionId}`);
    const { source } = wiring;
    if ('queue' in source)
      queues.push(startQueueMapping({ ...options, wiring, queue: source.queue, engine: options.queues, host }));
    else streams.push(await streamMapping(options, wiring, source, host));
  }
  return { queues, streams };
}

async function streamMapping(
  { call, region, data, say }: MappingsOptions,
  wiring: MappingWiring,
  source: { readonly table: string; readonly arn: string },
  host: FunctionHost,
): Promise<StreamMapping> {
  const checkpoint = fileCheckpoint(data.path(`streams/${source.table}-${wiring.functionId}`));
  const reader = await openStream(call, source.table, source.arn, region, checkpoint.read());
  const onGivenUp = (records: readonly StreamRecord[], outcome: Outcome) => {
    const file = data.path(`failures/${wiring.functionId}-${records[0]?.dynamodb.SequenceNumber}.json`);
    writeFileSync(file, JSON.stringify({ records, outcome }, null, 2));
    say(`${wiring.functionId}: a stream record failed to the end and is kept in ${file}`);
  };
  return startStreamMapping({ table: source.table, wiring, reader, checkpoint, host, onGivenUp, say });
}
