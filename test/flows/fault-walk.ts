import { expect } from 'vitest';
import { endFaults, type FaultPoint, plannedFaults } from './fault-points.ts';
import type { RunningHeed } from './local-run.ts';

/** What a fault does, and how often. */
export interface Misfortune {
  readonly times?: number;
  readonly kill?: true;
  readonly error?: string;
  readonly dropResponse?: true;
}

/** A story that is told again for each call that something befalls. */
export interface Walk<Result> {
  readonly point: FaultPoint;
  readonly misfortune: Misfortune;
  /** Gets a name of its own each time. */
  readonly story: (name: string) => Promise<Result>;
  /** How it ends when nothing goes wrong. */
  readonly usual: Result;
  /** So many calls of the kind are enough; left out: all. */
  readonly most?: number;
  /** The n-th call (from 0) of the kind met its misfortune, and the story ended so. */
  readonly met: (nth: number, result: Result) => void;
}

/** Of many calls that are alike, the first ones and the last stand for all. */
const ALIKE: Readonly<Record<string, readonly number[]>> = { 'sweep Query': [0, 1, 40, 63] };

/** Whether a fault that was planned so often met a call at all: what gives up earlier leaves some of it. */
async function hasMet(heed: RunningHeed, { function: name, action }: FaultPoint, times: number): Promise<boolean> {
  const left = (await plannedFaults(heed)).find((fault) => fault.function === name && fault.action === action);
  return left === undefined || left.times < times;
}

/**
 * Both threads of a function die before their first read, so that whoever comes next starts cold: calls that are made once and whose
 * answer is kept are made again.
 */
async function planColdStart(heed: RunningHeed, { function: name }: FaultPoint): Promise<void> {
  await heed.fault({ function: name, service: 'dynamodb', action: 'GetItem', times: 2, kill: true });
}

/**
 * Plans the misfortune for the first call of a kind, then for the second, and so on until there is none such any more; a telling of its own
 * meets each. Gives how many were met.
 */
export async function walk<Result>(heed: RunningHeed, told: Walk<Result>): Promise<number> {
  const { point, misfortune, story, usual, most = Number.POSITIVE_INFINITY, met } = told;
  const only = ALIKE[`${point.function} ${point.action}`];
  const { times = 1 } = misfortune;
  const name = [point.function, point.service, point.action, ...Object.keys(misfortune), times].join('.');
  let found = 0;
  for (let round = 0; ; round += 1) {
    const nth = only ? only[round] : round;
    if (nth === undefined || found >= most) return found;
    const attempt = async (title: string, isCold = false) => {
      if (isCold) await planColdStart(heed, point);
      await heed.fault({ ...point, after: nth, times: 1, ...misfortune });
      const result = await story(title);
      const isMet = await hasMet(heed, point, times);
      await endFaults(heed);
      if (isMet) met(nth, result);
      else expect(result).toEqual(usual);
      return isMet;
    };
    let isMet = await attempt(`${name}.${nth}`);
    if (!isMet && nth === 0) isMet = await attempt(`${name}.${nth}.cold`, true);
    if (!isMet) return found;
    found += 1;
  }
}
