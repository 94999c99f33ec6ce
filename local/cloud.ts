import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Gateway, type SuppressedDestination, startGateway } from './aws/gateway.ts';
import type { RunClock } from './clock/run-clock.ts';
import type { DataFolder } from './data-folder.ts';
import type { Ground } from './ground.ts';
import { type Inbox, openInbox } from './inbox.ts';
import { type Mappings, startMappings } from './mappings/all-mappings.ts';
import type { StreamMapping } from './mappings/stream-mapping.ts';
import { REGION } from './region.ts';
import type { FunctionHost } from './workers/function-host.ts';
import { functionHosts } from './workers/function-hosts.ts';

/** The functions at work: gateway, threads, mappings. */
export interface Cloud {
  readonly gateway: Gateway;
  readonly inbox: Inbox;
  readonly hosts: ReadonlyMap<string, FunctionHost>;
  readonly mappings: Mappings;
}

interface CloudOptions {
  readonly ground: Ground;
  readonly data: DataFolder;
  readonly clock: RunClock;
  readonly awsPort: number;
  readonly say: (line: string) => void;
}

/** Calls of the runner itself; the gateway neither checks, meters nor faults them. */
const RUNNER_KEY = 'runner';

/** Starts all that runs the functions. */
export async function startCloud({ ground, data, clock, awsPort, say }: CloudOptions): Promise<Cloud> {
  const { wiring, queues, call } = ground;
  const inbox = openInbox(data.path('mails.jsonl'));
  const hosts = new Map<string, FunctionHost>();
  const streams: StreamMapping[] = [];
  const gateway = await startGateway({
    port: awsPort,
    region: REGION,
    dynamodbUrl: ground.dynamodb.origin,
    sqsUrl: queues.origin,
    roles: new Map(wiring.functions.map(({ id, role }) => [id, role])),
    internalAccessKeyId: RUNNER_KEY,
    buses: wiring.buses,
    rules: wiring.rules,
    configurationSets: wiring.configurationSets,
    kms: { secret: data.secret, keys: wiring.kmsKeys },
    ...suppressionIn(data.path('suppressed.json')),
    deliver: async (target, body) => deliver(target.arn, body),
    onMail: (mail) => inbox.add(mail),
    onKill: (functionId) => hosts.get(functionId)?.kill(),
    onWritten: (tables) => {
      for (const stream of streams) if (tables.includes(stream.table)) stream.nudge();
    },
    // A delay is time of the run: while time is frozen it moves the clock instead of the watch.
    delay: async (ms) => (clock.frozen ? clock.jump(clock.now() + ms) : pause(ms)),
    log: say,
  });
  const deliver = async (arn: string, body: string) => {
    const queue = wiring.queues.find((one) => one.arn === arn);
    if (queue) return queues.send(queue.name, body);
    const target = wiring.functions.find((one) => one.arn === arn);
    if (!target) throw new Error(`a rule's target is no queue or function of the template: ${arn}`);
    await hosts.get(target.id)?.invoke(JSON.parse(body));
  };
  const started = functionHosts({
    functions: wiring.functions,
    bundles: ground.bundles,
    logs: data.path('logs'),
    awsOrigin: gateway.origin,
    region: REGION,
    clock: clock.buffer,
    costs: gateway.costs,
    say,
  });
  for (const [id, host] of started) hosts.set(id, host);
  const mappings = await startMappings({
    mappings: wiring.mappings,
    hosts,
    queues,
    call,
    region: REGION,
    data,
    costs: gateway.costs,
    say,
  });
  streams.push(...mappings.streams);
  return { gateway, inbox, hosts, mappings };
}

function suppressionIn(file: string) {
  return {
    suppressed: existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SuppressedDestination[]) : [],
    onSuppressionChange: (list: readonly SuppressedDestination[]) => writeFileSync(file, JSON.stringify(list)),
  };
}
