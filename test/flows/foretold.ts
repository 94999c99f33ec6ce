import { expect } from 'vitest';
import { readLine } from '../../cli/simulate/happenings.ts';
import { type Instant, MINUTE } from '../../shared/kernel/instants.ts';
import type { LogEntry } from '../../shared/person/effects.ts';
import type { Workspace } from '../../shared/workspace/workspace.ts';
import { simulation } from '../../simulation/simulation.ts';
import { timelineOf } from './flow-people.ts';
import type { CompanyEvent, RunningHeed } from './local-run.ts';

/** One line of a person's timeline, in words that a simulation and a local run have in common. */
export interface Line {
  readonly at: Instant;
  readonly words: string;
}

type Told = Pick<LogEntry, 'verdict' | 'because' | 'campaign' | 'messageId' | 'enrollmentId'>;

function wordsOf(kind: string, { verdict, because, campaign, messageId, enrollmentId }: Told): string {
  return `${kind} ${verdict} ${because?.reason ?? ''} ${[campaign, messageId, enrollmentId].join(' ')}`;
}

function inOrder(lines: readonly Line[]): Line[] {
  return lines.toSorted((a, b) => (a.words < b.words ? -1 : a.words > b.words ? 1 : a.at - b.at));
}

/** What a simulation tells of each person. */
export async function foretold(
  workspace: Workspace,
  ids: readonly string[],
  events: readonly CompanyEvent[],
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<ReadonlyMap<string, readonly Line[]>> {
  const lines = new Map<string, Line[]>(ids.map((id) => [id, []]));
  const told = (id: string, entry: LogEntry) => {
    const kind = entry.kind === 'decision' ? 'decision' : `message.${entry.verdict}`;
    lines.get(id)?.push({ at: entry.at, words: wordsOf(kind, entry) });
  };
  const one = simulation(workspace, { from, assumedTopics: [], told });
  for (const event of events) {
    for (const happening of (await readLine(event, '')).happenings) expect(one.take(happening)).toBeNull();
  }
  one.end(to);
  return lines;
}

/** Proves that what the local run tells of a person is what was foretold, line by line. */
export async function expectLived(heed: RunningHeed, profileId: string, lines: readonly Line[]): Promise<void> {
  const entries = (await timelineOf(heed, profileId)) as unknown as (LogEntry & { kind: string })[];
  const lived = entries
    .filter(({ kind }) => kind === 'decision' || /^message\.(sent|skipped|failed|unknown)/.test(kind))
    .map((entry) => ({ at: Date.parse(String(entry.at)), words: wordsOf(entry.kind, entry) }));
  const [here, there] = [inOrder(lines), inOrder(lived)];
  expect(there.map((each) => each.words)).toEqual(here.map((each) => each.words));
  // The sweep comes once a minute.
  const late = there.map((each, n) => each.at - (here[n]?.at ?? 0));
  expect(Math.max(0, ...late.map(Math.abs))).toBeLessThan(2 * MINUTE);
}
