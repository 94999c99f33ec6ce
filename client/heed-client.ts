import { randomUUID } from 'node:crypto';
import { EventBridgeClient, type EventBridgeClientConfig } from '@aws-sdk/client-eventbridge';
import type { EventType, OpenEvents, TrackedEvent } from './event.ts';
import { flushAtExit } from './exit-hooks.ts';
import { MOST_EVENTS } from './limits.ts';
import { createLine } from './line.ts';
import { putEntries } from './put-entries.eventbridge.ts';
import { readyEvent } from './ready-event.ts';
import { invalidEvent, TrackError } from './track-error.ts';

export type { EventType, OpenEvents, OpenProperties, PropertiesOf, TrackedEvent } from './event.ts';
export type { PermissionEvents } from './permission-events.ts';
export { TrackError, type TrackErrorReason } from './track-error.ts';

export interface HeedClientOptions {
  /** Name or ARN of heed's bus: the output `BusName` of the stack. */
  readonly busName: string;
  /** Region, endpoint and credentials are those of the AWS SDK; left out, it finds them as it always does. */
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: NonNullable<EventBridgeClientConfig['credentials']>;
  /** `Source` of the events; anything but `heed`, which is heed's own. Default `heed.client`. */
  readonly source?: string;
  /** ms that an event waits for others at most. Default 250. */
  readonly flushAfter?: number;
  /** Events in one entry at most, 1 to 200. Default 200. */
  readonly maxBatch?: number;
  /** Events that may wait or be under way; beyond, `track` rejects with `buffer-full`. Default 10,000. */
  readonly maxBuffered?: number;
  /** How often an entry is tried. Default 10, with pauses of some 16 s in all. */
  readonly attempts?: number;
  /** ms before the second attempt at most, doubled for each further one up to 10 s. Default 100. */
  readonly retryAfter?: number;
  /** Gets every refusal. With it, a promise of `track` that nobody awaits may reject in peace. */
  readonly onError?: (error: TrackError) => void;
  /** Flush at SIGTERM, then end the process unless somebody else listens. Default false. */
  readonly flushOnSigterm?: boolean;
}

export interface HeedClient<Events> {
  /**
   * Checks an event, gives it its `eventId`, and sends it together with others.
   * Resolves when the bus has it. Rejects with TrackError, which names the field; nothing is thrown.
   */
  track<Type extends EventType<Events>>(event: TrackedEvent<Events, Type>): Promise<{ readonly eventId: string }>;
  /** Resolves when there is room: for a producer that does not await each `track`. */
  room(): Promise<void>;
  /** Sends what waits; resolves when every event tracked so far is on the bus or was refused. */
  flush(): Promise<void>;
  /** Takes no more, flushes, and lets go of sockets and of the hooks at exit. */
  close(): Promise<void>;
}

const DEFAULTS = {
  source: 'heed.client',
  flushAfter: 250,
  maxBatch: MOST_EVENTS,
  maxBuffered: 10_000,
  attempts: 10,
  retryAfter: 100,
  flushOnSigterm: false,
};

/** [least, most] of each number among the options. */
const BOUNDS = {
  flushAfter: [0, 60_000],
  maxBatch: [1, MOST_EVENTS],
  maxBuffered: [1, 1_000_000],
  attempts: [1, 100],
  retryAfter: [0, 10_000],
} as const;

type Settings = Required<Pick<HeedClientOptions, keyof typeof DEFAULTS>>;

/** Throws RangeError with the option's name: a wrong setting shows at the start, not at the first event. */
function settingsOf(options: HeedClientOptions): Settings {
  const given = Object.entries(options).filter(([name, value]) => name in DEFAULTS && value !== undefined);
  const settings: Settings = { ...DEFAULTS, ...Object.fromEntries(given) };
  if (!options.busName) throw new RangeError('busName is required: the output BusName of the stack');
  for (const [name, [least, most]] of Object.entries(BOUNDS)) {
    const value = settings[name as keyof typeof BOUNDS];
    if (!(Number.isInteger(value) && value >= least && value <= most))
      throw new RangeError(`${name} is a whole number from ${least} to ${most}`);
  }
  if (settings.source === 'heed' || !/^(?!aws\.)[\w.\-/]{1,256}$/.test(settings.source))
    throw new RangeError('source takes 1 to 256 of A-Z a-z 0-9 . - _ /, is not heed and does not begin with aws.');
  return settings;
}

/** One attempt a call, since the line decides what is tried again; and no call that hangs (ms). */
function busClient({ region, endpoint, credentials }: HeedClientOptions): EventBridgeClient {
  return new EventBridgeClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
  });
}

/**
 * A client of heed's bus. `Events` is the `EventMap` that `npx heed types` writes from the tracking plan; without it every type
 * and property is taken. Throws RangeError for a wrong option.
 */
export function heedClient<Events = OpenEvents>(options: HeedClientOptions): HeedClient<Events> {
  const settings = settingsOf(options);
  const bus = busClient(options);
  const line = createLine(putEntries(bus, options.busName, settings.source), settings);
  const unhook = flushAtExit(line.flush, { sigterm: settings.flushOnSigterm });
  let isClosed = false;

  async function take(event: unknown): Promise<{ readonly eventId: string }> {
    if (isClosed) throw new TrackError('the client is closed', { reason: 'closed' });
    // The id before the first attempt: heed counts whatever arrives twice with it once.
    const ready = readyEvent(event, { eventId: randomUUID(), occurredAt: new Date().toISOString() });
    if (!ready.ok) throw invalidEvent(ready.problems);
    await line.push(ready.value);
    return { eventId: ready.value.eventId };
  }

  return {
    track(event) {
      const taken = take(event);
      const { onError } = options;
      if (onError) taken.catch(onError);
      return taken;
    },
    room: line.room,
    flush: line.flush,
    async close() {
      isClosed = true;
      await line.flush();
      unhook();
      bus.destroy();
    },
  };
}
