import { setTimeout as pause } from 'node:timers/promises';
import { type Entry, packEntries } from './entries.ts';
import { ENTRY_BYTES } from './limits.ts';
import type { Outcome, PutEntries } from './put-entries.eventbridge.ts';
import type { ReadyEvent } from './ready-event.ts';
import { bufferFull, notTaken, type TrackError } from './track-error.ts';

export interface LineOptions {
  /** ms that an event waits for others at most. */
  readonly flushAfter: number;
  /** Events an entry takes at most. */
  readonly maxBatch: number;
  /** Events that may wait or be under way. */
  readonly maxBuffered: number;
  /** How often an entry is tried. */
  readonly attempts: number;
  /** ms before the second attempt at most; doubled for each further one, up to `LONGEST_PAUSE`. */
  readonly retryAfter: number;
}

/** The events on their way to the bus, in the order they were tracked. */
export interface Line {
  /** Resolves when the bus has it; rejects with TrackError (`refused`, `unanswered`, `buffer-full`). */
  push(event: ReadyEvent): Promise<void>;
  /** Sends all that waits now; resolves when everything pushed so far has its answer, whichever. */
  flush(): Promise<void>;
  /** Resolves when at most half of the buffer is taken. */
  room(): Promise<void>;
}

interface Waiting extends ReadyEvent {
  settle(error: TrackError | null): void;
}

interface Attempted {
  readonly entry: Entry<Waiting>;
  /** Attempts that have failed. */
  readonly failed: number;
}

const NO_ANSWER: Outcome = { taken: false, lasting: false, code: 'NoAnswer', field: '' };

/** ms. */
const LONGEST_PAUSE = 10_000;

/** Bytes of events that may wait or be under way, however few they are. */
const MOST_BUFFERED_BYTES = 64_000_000;

/** A line in front of `put`. One call is under way at a time: a bus that throttles is not asked by many. */
export function createLine(put: PutEntries, options: LineOptions): Line {
  const waiting: Waiting[] = [];
  const unsettled = new Set<Promise<void>>();
  const wanting: (() => void)[] = [];
  let [waitingBytes, bufferedBytes] = [0, 0];
  /** So many at the head go even in an entry that is not full. */
  let due = 0;
  let timer: NodeJS.Timeout | null = null;
  let isSending = false;

  const isWithin = (share: number) =>
    unsettled.size < options.maxBuffered * share && bufferedBytes < MOST_BUFFERED_BYTES * share;

  function fresh(beside: readonly Attempted[]): Attempted[] {
    const { maxBatch } = options;
    const others = beside.map(({ entry }) => entry);
    const entries = packEntries(waiting, others, { maxBatch, onlyWhole: due === 0 });
    const taken = waiting.splice(
      0,
      entries.reduce((sum, { events }) => sum + events.length, 0),
    );
    waitingBytes -= taken.reduce((sum, { bytes }) => sum + bytes, 0);
    due = Math.max(0, due - taken.length);
    return entries.map((entry) => ({ entry, failed: 0 }));
  }

  async function send(): Promise<void> {
    if (isSending) return;
    isSending = true;
    let again: Attempted[] = [];
    for (;;) {
      const attempted = [...again, ...fresh(again)];
      if (attempted.length === 0) break;
      const outcomes = await put(attempted.map(({ entry }) => entry));
      again = attempted.flatMap((each, n) => triedAgain(each, outcomes[n] ?? NO_ANSWER, options.attempts));
      if (again.length > 0) await pause(backoff(options.retryAfter, Math.max(...again.map(({ failed }) => failed))));
    }
    isSending = false;
  }

  function sendAll(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    due = waiting.length;
    void send();
  }

  function release(): void {
    if (isWithin(0.5) || unsettled.size === 0) for (const go of wanting.splice(0)) go();
  }

  function enter(event: ReadyEvent): Promise<void> {
    waitingBytes += event.bytes;
    bufferedBytes += event.bytes;
    const settled = new Promise<void>((resolve, reject) => {
      const settle = (error: TrackError | null) => {
        unsettled.delete(settled);
        bufferedBytes -= event.bytes;
        if (error) reject(error);
        else resolve();
        release();
      };
      waiting.push({ ...event, settle });
    });
    unsettled.add(settled);
    return settled;
  }

  return {
    push(event) {
      if (!isWithin(1)) return Promise.reject(bufferFull(unsettled.size, event.eventId));
      const settled = enter(event);
      if (waiting.length >= options.maxBatch || waitingBytes >= ENTRY_BYTES) void send();
      // Unreferenced: what still waits when the process has nothing else to do goes at once, by the hook at its exit.
      timer ??= setTimeout(sendAll, options.flushAfter).unref();
      return settled;
    },
    async flush() {
      sendAll();
      await Promise.allSettled(unsettled);
    },
    room: () => (isWithin(1) ? Promise.resolve() : new Promise((resolve) => void wanting.push(resolve))),
  };
}

/** Full jitter: many processes that were refused together do not come back together. */
function backoff(first: number, failed: number): number {
  return Math.random() * Math.min(first * 2 ** (failed - 1), LONGEST_PAUSE);
}

/** Tells the events what became of their entry; gives it back where it is to be tried again. */
function triedAgain({ entry, failed }: Attempted, outcome: Outcome, attempts: number): Attempted[] {
  if (outcome.taken) {
    for (const event of entry.events) event.settle(null);
    return [];
  }
  if (!outcome.lasting && failed + 1 < attempts) return [{ entry, failed: failed + 1 }];
  for (const event of entry.events) event.settle(notTaken(event.eventId, outcome, attempts));
  return [];
}
