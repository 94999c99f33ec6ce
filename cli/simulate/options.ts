import type { Command } from 'commander';
import { type Instant, parseInstant } from '../../shared/kernel/instants.ts';
import { type ImportOptions, planOf } from '../import/import-options.ts';
import type { ImportPlan } from '../import/plan.ts';
import { CliError } from '../verb.ts';

export interface SimulateOptions {
  readonly people?: string;
  readonly events: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly compare?: string;
  readonly assumeConsent: readonly string[];
  readonly activate: readonly string[];
  readonly delivered: boolean;
  readonly preset?: string;
  readonly map: readonly string[];
  readonly report?: string;
  readonly json: boolean;
}

const listed = (text: string, before: readonly string[]) => [
  ...before,
  ...text.split(',').filter((each) => each !== ''),
];
const collect = (text: string, before: readonly string[]) => [...before, text];

/** The options of `heed simulate`, in the order of its help page. */
export function withSimulateOptions(command: Command): Command {
  return command
    .option('--people <file>', 'who there is: CSV as heed import reads it, or JSON lines with an event each (.gz too)')
    .option('--events <file...>', 'what happened: an event a line, or EventBridge envelopes as archives hold them', [])
    .option('--from <instant>', 'what happens before is known and not counted (default: the first event)')
    .option('--to <instant>', 'when the clock stops (default: the last event); later ones let waits play out')
    .option('--compare <dir>', 'another workspace beside it, on the same events')
    .option(
      '--assume-consent <topics>',
      'imagine that everybody agreed who never said no; never overrules a no',
      listed,
      [],
    )
    .option('--activate <campaigns>', 'imagine that campaigns of these ids were active', listed, [])
    .option('--delivered', 'imagine that every mail is delivered at once, for journeys that wait for it', false)
    .option('--preset <name>', 'people: the export of another tool, as for heed import')
    .option('--map <target=column>', 'people: what a column says, as for heed import (repeatable)', collect, [])
    .option('--report <file>', 'write a page with charts, complete in one HTML file')
    .option('--json', 'print one JSON document', false);
}

/** `2026-11-01` is the beginning of that day in UTC. Throws CliError 2 for what is no instant. */
export function instantOf(text: string | undefined, option: string): Instant | null {
  if (text === undefined) return null;
  const at = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (at !== null) return at;
  throw new CliError(2, `${option} takes a day such as 2026-11-01 or an instant such as 2026-11-01T10:00:00Z`);
}

/** How the people file is to be read; null where there is none. No option makes a permission: `--assume-consent` says so openly. */
export function peoplePlan({ people, preset, map }: SimulateOptions): ImportPlan | null {
  if (people === undefined) return null;
  const options: ImportOptions = {
    ...(preset === undefined ? {} : { preset }),
    map,
    topic: [],
    topicMap: [],
    timeZone: 'UTC',
    dryRun: true,
    concurrency: '1',
    data: '',
    json: false,
  };
  return planOf(people, options, Number.POSITIVE_INFINITY);
}
