import { renameSync, writeFileSync } from 'node:fs';
import { HOUR } from '../shared/kernel/instants.ts';
import { firstMoment } from './clock/first-moment.ts';
import { patchDate } from './clock/patch-date.ts';
import { type RunClock, startClock } from './clock/run-clock.ts';
import { type TimeTravel, type TravelParts, timeTravel } from './clock/time-travel.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { controlCalls } from './control/control-calls.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import { dueIndex } from './due-index.ts';
import { deleteExpired } from './engines/tables.ts';
import type { Flags } from './flags.ts';
import { httpApi } from './fronts/http-api.ts';
import { type Ground, layGround } from './ground.ts';
import { comingBroadcasts } from './home/broadcasts.ts';
import { homePages } from './home/home-pages.ts';
import { scheduledEvent, ticksOf } from './mappings/schedules.ts';
import { phases } from './phases.ts';
import { openPorts, type Ports } from './ports.ts';
import { publishWorkspace, watchWorkspace } from './publish.ts';
import { endpointsOf, readyLines } from './ready.ts';
import { REGION } from './region.ts';
import { loadSamples, readSamples, workspaceZone } from './samples.ts';
import { trouble } from './trouble.ts';
import { type Work, workOf } from './work.ts';

/** A run that answers. */
export interface LocalRun {
  /** Lets what is under way end, stops everything, leaves nothing behind but the data. */
  stop(): Promise<void>;
}

type Say = (line: string) => void;

/** Starts everything (with the functions of another folder, when a test of the runner gives one); resolves when `endpoints.json` is written. Rejects with a plain sentence when something is in the way. */
export async function startRun(flags: Flags, say: Say, functionsRoot?: string): Promise<LocalRun> {
  const phase = phases();
  const data = openDataFolder(flags.data, flags.fresh);
  const ports = await openPorts(flags.port);
  const clock = startClock(data.path('clock.json'));
  patchDate(clock.buffer);
  phase.mark('load');
  const origins = {
    home: ports.home.origin,
    aws: `http://127.0.0.1:${ports.aws}`,
    web: ports.web.origin,
    api: ports.api.origin,
  };
  const ground = await layGround(data, clock.buffer, origins, phase, functionsRoot);
  const samples = flags.samples && ground.empty ? await firstSamples(flags.workspace, clock) : [];
  const cloud = await startCloud({ ground, data, clock, awsPort: ports.aws, say });
  const { work, travel, background } = animate(ground, cloud, ports, clock, say);
  serve(ground, cloud, ports, { clock, work, travel, origins }, say);
  // Cold starts of all functions at once would only slow down the one that is needed first.
  await cloud.hosts.get('api')?.warm();
  phase.mark('functions');
  for (const line of (await publishWorkspace(flags.workspace, origins.api)).lines) say(line);
  phase.mark('publication');
  for (const host of cloud.hosts.values())
    host.warm().catch((error: unknown) => say(`${host.id} does not load: ${String(error)}`));
  if (samples.length > 0)
    say(`loaded ${await loadSamples(samples, origins.api, () => work.settle(HOUR))} sample events`);
  phase.mark('samples');
  const watcher = watchWorkspace(flags.workspace, async () => {
    for (const line of (await publishWorkspace(flags.workspace, origins.api)).lines) say(line);
  });
  const endpoints = endpointsOf(ground.wiring, origins);
  for (const line of readyLines(origins, phase.report())) say(line);
  // Renamed into place: whoever waits for the file must not read half of it.
  writeFileSync(data.path('endpoints.json.new'), JSON.stringify(endpoints, null, 2));
  renameSync(data.path('endpoints.json.new'), data.path('endpoints.json'));
  // Carts left hours before the first start are due: nobody has to wait for the next sweep to see their mails.
  if (samples.length > 0) travel.advance(clock.now()).catch((error: unknown) => say(String(error)));
  return { stop: () => stopRun({ watcher, travel, background, cloud, ground, ports, clock, data, work }) };
}

/** Samples of a first start; they move the clock to where quiet hours hold nothing back. */
async function firstSamples(workspace: string, clock: RunClock) {
  if ((await readSamples(workspace, clock.now())).length === 0) return [];
  clock.set(firstMoment(clock.now(), await workspaceZone(workspace)));
  return readSamples(workspace, clock.now());
}

function animate(ground: Ground, cloud: Cloud, ports: Ports, clock: RunClock, say: Say) {
  const { wiring, queues, call } = ground;
  const work = workOf({
    queues,
    consumed: new Set(wiring.mappings.flatMap(({ source }) => ('queue' in source ? [source.queue] : []))),
    streams: cloud.mappings.streams,
    mappings: cloud.mappings.queues,
    hosts: [...cloud.hosts.values()],
    gateway: cloud.gateway,
    requests: () => ports.web.inFlight() + ports.api.inFlight(),
  });
  const tick: TravelParts['tick'] = async ({ wiring: schedule }, at, shards) => {
    if (schedule.billed) cloud.gateway.costs.add('scheduler', 'invocations', 1);
    await cloud.hosts.get(schedule.functionId)?.invoke(scheduledEvent(schedule, at, shards));
  };
  const travel = timeTravel({
    clock,
    work,
    due: dueIndex(call, wiring.tables),
    queues,
    schedules: wiring.schedules.map(ticksOf),
    tick,
    say,
  });
  const expiry = trouble(say, 'rows whose time to live is over are not deleted');
  const background = setInterval(
    () => void deleteExpired(call, wiring.tables, clock.now()).then(expiry.wentWell, expiry.failed),
    HOUR,
  );
  background.unref();
  return { work, travel, background };
}

interface Served {
  readonly clock: RunClock;
  readonly work: Work;
  readonly travel: TimeTravel;
  readonly origins: Readonly<Record<'home' | 'aws' | 'web' | 'api', string>>;
}

function serve(ground: Ground, cloud: Cloud, ports: Ports, { clock, work, travel, origins }: Served, say: Say): void {
  const { wiring, call, dynamodb } = ground;
  const { hosts, gateway, inbox } = cloud;
  for (const front of wiring.fronts) {
    const isApi = front.routes.some(({ functionId }) => functionId === 'api');
    (isApi ? ports.api : ports.web).serve(httpApi({ front, hosts, costs: gateway.costs, localOnly: isApi }));
  }
  const { recordsTable, peopleTable } = endpointsOf(wiring, origins);
  const pages = homePages({
    origins,
    inbox,
    clock,
    call,
    recordsTable,
    peopleTable,
    due: dueIndex(call, wiring.tables),
    broadcasts: comingBroadcasts(dynamodb.origin, REGION, recordsTable),
    next: () => travel.next(),
    say,
  });
  ports.home.serve(controlCalls({ clock, travel, work, inbox, gateway, pages }));
}

interface Running extends Pick<Served, 'clock' | 'travel' | 'work'> {
  readonly watcher: { stop(): void };
  readonly background: NodeJS.Timeout;
  readonly cloud: Cloud;
  readonly ground: Ground;
  readonly ports: Ports;
  readonly data: DataFolder;
}

/** How long a stop waits for work under way; what is left stays in the queues and the stream, on disk. */
const DRAIN_MS = 10_000;

async function stopRun({
  watcher,
  travel,
  background,
  cloud,
  ground,
  ports,
  clock,
  data,
  work,
}: Running): Promise<void> {
  watcher.stop();
  travel.stop();
  clearInterval(background);
  await Promise.all([ports.home.stop(), ports.web.stop(), ports.api.stop()]);
  await work.settle(DRAIN_MS).catch(() => undefined);
  const stopping = [...cloud.mappings.queues, ...cloud.mappings.streams].map((mapping) => mapping.stop());
  await Promise.race([Promise.all(stopping), new Promise((resolve) => setTimeout(resolve, DRAIN_MS).unref())]);
  await Promise.all([...cloud.hosts.values()].map((host) => host.stop()));
  await cloud.gateway.stop();
  await Promise.all([ground.queues.stop(), ground.dynamodb.stop()]);
  clock.save();
  data.release();
}
