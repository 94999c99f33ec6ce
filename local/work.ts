import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '../shared/kernel/instants.ts';
import type { Gateway } from './aws/gateway.ts';
import type { QueueState } from './engines/queue-protocol.ts';
import type { QueueEngine } from './engines/queues.ts';
import type { Mapping } from './mappings/queue-mapping.ts';
import type { StreamMapping } from './mappings/stream-mapping.ts';
import type { FunctionHost } from './workers/function-host.ts';

/** All work of the run, seen from outside: what is under way, and when it is over. */
export interface Work {
  /** Waits until nothing can run at this moment of the clock; delayed and invisible messages may still wait for later. Throws after `withinMs`. */
  settle(withinMs: number): Promise<void>;
  /** Waits until nothing is left at all, delayed and invisible messages included. Gives what is left after `withinMs`; empty when quiet. */
  quiet(withinMs: number): Promise<readonly string[]>;
  /** When the next delayed or invisible message of a queue with a consumer becomes visible; null for none. */
  nextMessageAt(): Promise<Instant | null>;
}

interface WorkParts {
  readonly queues: QueueEngine;
  /** Names of the queues that feed a function; others (dead letters, rejected) wait for a person. */
  readonly consumed: ReadonlySet<string>;
  readonly streams: readonly StreamMapping[];
  readonly mappings: readonly Mapping[];
  readonly hosts: readonly FunctionHost[];
  readonly gateway: Pick<Gateway, 'inFlight'>;
  /** HTTP requests being answered by the fronts. */
  readonly requests: () => number;
}

/** Pause between looks while something is under way. */
const LOOK_AGAIN_MS = 1;

export function workOf(parts: WorkParts): Work {
  const consumedStates = async () => (await parts.queues.states()).filter(({ name }) => parts.consumed.has(name));
  const runningNow = (states: readonly QueueState[]): string[] => [
    ...states.filter(({ ready }) => ready > 0).map(({ name, ready }) => `${name}: ${ready} waiting`),
    ...parts.hosts.filter((host) => host.busy() > 0).map((host) => `${host.id}: at work`),
    ...(parts.mappings.some((mapping) => mapping.busy() > 0) ? ['a queue is being read'] : []),
    ...(parts.streams.some((stream) => stream.busy() > 0) ? ['a stream is being read'] : []),
    ...(parts.gateway.inFlight() > 0 ? ['a call of AWS is under way'] : []),
    ...(parts.requests() > 0 ? ['a request is being answered'] : []),
  ];
  const invoked = () => parts.hosts.reduce((sum, host) => sum + host.invoked(), 0);
  /** One look. What began and ended while the queues and streams were asked may have left something behind their backs: it counts as work. */
  const look = async (): Promise<{ running: string[]; states: QueueState[] }> => {
    const before = invoked();
    // What this thread knows comes first: the queues' states are a message to another thread and back.
    const known = runningNow([]);
    if (known.length > 0) return { running: known, states: [] };
    const [states] = await Promise.all([consumedStates(), ...parts.streams.map((stream) => stream.drain())]);
    if (invoked() > before) return { running: ['a function ran meanwhile'], states };
    return { running: runningNow(states), states };
  };
  return {
    async settle(withinMs) {
      const until = performance.now() + withinMs;
      for (;;) {
        const { running } = await look();
        if (running.length === 0) return;
        if (performance.now() > until) throw new Error(`not quiet after ${withinMs / 1000} s: ${running.join('; ')}`);
        await pause(LOOK_AGAIN_MS);
      }
    },
    async quiet(withinMs) {
      const until = performance.now() + withinMs;
      for (;;) {
        const { running, states } = await look();
        const left = running.length > 0 ? running : waitingIn(states);
        if (left.length === 0 || performance.now() > until) return left;
        await pause(running.length > 0 ? LOOK_AGAIN_MS : 20);
      }
    },
    async nextMessageAt() {
      const moments = (await consumedStates()).flatMap(({ nextAt }) => (nextAt === null ? [] : [nextAt]));
      return moments.length === 0 ? null : Math.min(...moments);
    },
  };
}

function waitingIn(states: readonly QueueState[]): string[] {
  return states.flatMap(({ name, delayed, invisible }) => [
    ...(delayed > 0 ? [`${name}: ${delayed} delayed`] : []),
    ...(invisible > 0 ? [`${name}: ${invisible} invisible`] : []),
  ]);
}
