import type { Instant } from '../../shared/kernel/instants.ts';
import type { Workspace } from '../../shared/workspace/workspace.ts';
import type { Outcome } from '../../simulation/outcome.ts';
import { type Simulation, simulation } from '../../simulation/simulation.ts';
import type { ImportPlan } from '../import/plan.ts';
import { CliError } from '../verb.ts';
import { type InputFinding, findings as newFindings } from './findings.ts';
import type { Told } from './happenings.ts';
import { type Merged, merged } from './merging.ts';
import { peopleIn } from './people.ts';
import { type Sorted, sortedByTime } from './sorting.ts';
import { inOrder, type Readings, type Source, UnsortedError } from './source.ts';

/** What is asked: which workspaces, of whom, what happened, and which time counts. */
export interface Asked {
  readonly workspaces: readonly Workspace[];
  readonly people: ImportPlan | null;
  readonly events: readonly string[];
  /** Null: from the first event on, to the last. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly assumedTopics: readonly string[];
  readonly delivers: boolean;
  readonly absolute: Readings['absolute'];
  /** Hears of progress every few thousand happenings: bytes read, and the virtual time. */
  readonly progress: (bytes: number, now: Instant) => void;
  readonly notice: (words: string) => void;
}

/** One outcome a workspace, and what was read for all of them. */
export interface Answer {
  readonly outcomes: readonly Outcome[];
  /** Happenings of both kinds of files. */
  readonly read: { readonly taken: number; readonly refused: number; readonly own: number };
  readonly findings: readonly InputFinding[];
  readonly findingCount: number;
}

/** A file that was sorted, and what else its reading came to. */
interface SortedFile {
  readonly sorted: Sorted;
  readonly readings: Readings;
}

/** Puts what happened through the workspaces. Files that are not in the order of time are sorted first, on disk. */
export async function simulate(asked: Asked): Promise<Answer> {
  const sorted = new Map<string, SortedFile>();
  try {
    for (;;) {
      try {
        return await runOnce(asked, sorted);
      } catch (error) {
        if (!(error instanceof UnsortedError)) throw error;
        asked.notice(`${error.message}: sorting it`);
        const readings = readingsFor(asked);
        sorted.set(error.file, { sorted: await sortedByTime(error.file, readings), readings });
      }
    }
  } finally {
    for (const each of sorted.values()) await each.sorted.forget();
  }
}

function readingsFor({ absolute }: Asked): Readings {
  return { findings: newFindings(), reading: { bytes: 0 }, own: 0, absolute };
}

async function runOnce(asked: Asked, sorted: ReadonlyMap<string, SortedFile>): Promise<Answer> {
  const readings = readingsFor(asked);
  for (const each of sorted.values()) {
    readings.findings.absorb(each.readings.findings);
    readings.own += each.readings.own;
  }
  const sources = asked.events.flatMap(
    (file): Source[] => sorted.get(file)?.sorted.sources() ?? [inOrder(file, readings)],
  );
  const happened = await merged(sources);
  const from = asked.from ?? happened.first;
  if (from === null)
    throw new CliError(2, 'nothing happened: give --events with some, or --from and --to with --people');
  const people = asked.people ? await peopleIn(asked.people, readings, Math.min(from, happened.first ?? from)) : [];
  return drive(asked, readings, await merged([known(people), ...happened.sources]), from);
}

/** The people file goes along as the first source: who is known before something happens to them. */
async function* known(people: readonly Told[]): AsyncGenerator<readonly Told[], undefined> {
  if (people.length > 0) yield people;
}

async function drive(asked: Asked, readings: Readings, happened: Merged, from: Instant): Promise<Answer> {
  const { workspaces, assumedTopics, delivers, to } = asked;
  const { findings, reading } = readings;
  const simulations = workspaces.map((workspace) => simulation(workspace, { from, assumedTopics, delivers }));
  let [taken, refused, last] = [0, 0, from];
  await happened.each((happening) => {
    if (to !== null && happening.at > to) return false;
    last = Math.max(last, happening.at);
    taken += 1;
    if (taken % 2_000 === 0) asked.progress(reading.bytes, happening.at);
    if (!takeEverywhere(simulations, happening, findings)) refused += 1;
    return true;
  });
  const outcomes = simulations.map((each) => each.end(to ?? last));
  const read = { taken, refused, own: readings.own };
  return { outcomes, read, findings: findings.listed, findingCount: findings.count };
}

/** What one workspace refuses, such as a topic that it does not have, is told once. */
function takeEverywhere(simulations: readonly Simulation[], happening: Told, findings: Readings['findings']): boolean {
  let isTaken = true;
  for (const each of simulations) {
    const problems = each.take(happening);
    if (problems && isTaken) findings.add(happening.file, happening.line, problems);
    if (problems) isTaken = false;
  }
  return isTaken;
}
