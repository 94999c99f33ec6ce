import type { Command } from 'commander';
import { consentRecorded } from '../../shared/consent/evidence.ts';
import { namesSharedList } from '../../shared/consent/shared-list.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { CliError } from '../verb.ts';
import { isZone, readDate } from './dates.ts';
import { fileFacts } from './file-stream.ts';
import { columnsFor, exportAsSource, type ImportPlan } from './plan.ts';
import type { Preset, Standing } from './presets/preset.ts';
import { presets } from './presets/registry.ts';
import { type Target, targetAndColumn } from './targets.ts';

export interface ImportOptions extends ApiOptions {
  readonly preset?: string;
  readonly map: readonly string[];
  readonly as?: Standing;
  readonly topic: readonly string[];
  readonly topicMap: readonly string[];
  readonly basis?: string;
  readonly method?: string;
  readonly text?: string;
  readonly source?: string;
  readonly grantedAt?: string;
  readonly timeZone: string;
  readonly asOf?: string;
  readonly dryRun: boolean;
  readonly report?: string;
  readonly checkpoint?: string;
  readonly concurrency: string;
}

const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];

/** The options of `heed import`; each group in the order of its help page. */
export function withImportOptions(command: Command): Command {
  command
    .option('--preset <name>', `an export as it is: ${presets.map(({ name }) => name).join(', ')}`)
    .option('--map <target=column>', 'what a column says, such as email="Email Address" (repeatable)', collect, [])
    .option('--as <standing>', 'what the rows are where the file does not say: granted, withdrawn or facts')
    .option('--topic <id>', 'topic of every row without its own (repeatable)', collect, [])
    .option('--topic-map <theirs=ours>', 'their topic is ours, such as topic_1=offers (repeatable)', collect, [])
    .option('--basis <basis>', 'express-doi, express, soft-opt-in, casl-ebr, casl-inquiry or casl-published')
    .option('--method <words>', 'how people agreed, such as web-form')
    .option('--text <words>', 'exactly what they agreed to')
    .option('--source <words>', 'the document or system that proves it; never a bought, rented or shared list')
    .option('--granted-at <date>', 'when they agreed, where no column tells')
    .option('--time-zone <zone>', 'of dates without one', 'UTC')
    .option('--as-of <date>', 'when the file was true (default: when it was last changed)')
    .option('--dry-run', 'check everything, send nothing', false)
    .option('--report <file>', 'every refused row with line and reason: CSV if it ends so, else JSON lines')
    .option('--checkpoint <file>', 'where to note how far it came (default: <file>.heed-import)')
    .option('--concurrency <n>', 'requests at once, 1 to 32', '4');
  return withApiOptions(command);
}

/** The plan that the command line asks for. Throws CliError 2 for what no plan can be. */
export function planOf(file: string, options: ImportOptions, now: number): ImportPlan {
  const facts = fileFacts(file);
  const preset = presetOf(options.preset);
  const mapped = new Map(options.map.map(targetAndColumn));
  const constants = constantsOf(options);
  const claims =
    options.topic.length > 0 ||
    options.topicMap.length > 0 ||
    Object.keys(constants).length > 0 ||
    [...mapped.keys()].some((target) => target.startsWith('consent.'));
  const source = constants['consent.source'] ?? exportAsSource(preset, file);
  return {
    file,
    preset,
    columns: columnsFor(preset, mapped),
    mapped: new Set(mapped.keys()),
    constants: { ...constants, ...(source === undefined ? {} : { 'consent.source': source }) },
    topics: options.topic,
    topicMap: new Map(options.topicMap.map(pairOf)),
    as: standingOf(options.as),
    claims,
    zone: zoneOf(options.timeZone),
    asOf: Math.min(dateOf(options.asOf, '--as-of', options.timeZone) ?? facts.mtimeMs, now),
  };
}

/** What makes two runs the same import: all that changes what a row becomes. */
export function meaningOf({
  preset,
  map,
  as,
  topic,
  topicMap,
  basis,
  method,
  text,
  source,
  grantedAt,
  timeZone,
  asOf,
}: ImportOptions) {
  return [preset, map, as, topic, topicMap, basis, method, text, source, grantedAt, timeZone, asOf].map(
    (each) => each ?? null,
  );
}

export function widthOf({ concurrency }: ImportOptions): number {
  const width = Number(concurrency);
  if (Number.isInteger(width) && width >= 1 && width <= 32) return width;
  throw new CliError(2, '--concurrency takes 1 to 32');
}

function presetOf(name: string | undefined): Preset | null {
  const found = presets.find((preset) => preset.name === name);
  if (name === undefined || found) return found ?? null;
  throw new CliError(2, `--preset knows no ${name}; it knows ${presets.map((preset) => preset.name).join(', ')}`);
}

function standingOf(text: string | undefined): Standing | null {
  if (text === undefined || text === 'granted' || text === 'withdrawn' || text === 'facts') return text ?? null;
  throw new CliError(2, '--as takes granted, withdrawn or facts');
}

function constantsOf(options: ImportOptions): Partial<Record<Target, string>> {
  const { basis, method, text, source, grantedAt, timeZone } = options;
  if (basis !== undefined && !consentRecorded.shape.basis.safeParse(basis).success)
    throw new CliError(2, '--basis takes express-doi, express, soft-opt-in, casl-ebr, casl-inquiry or casl-published');
  if (source !== undefined && namesSharedList(source))
    throw new CliError(
      2,
      '--source names a bought, rented or shared list. Nobody on it agreed to hear from you: it cannot be imported (P-54).',
    );
  dateOf(grantedAt, '--granted-at', timeZone);
  const given: Partial<Record<Target, string | undefined>> = {
    'consent.basis': basis,
    'consent.method': method,
    'consent.text': text,
    'consent.source': source,
    'consent.grantedAt': grantedAt,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function dateOf(text: string | undefined, option: string, zone: string): number | null {
  if (text === undefined) return null;
  const at = readDate(text, zoneOf(zone));
  if (at !== null) return at;
  throw new CliError(2, `${option} takes a date such as 2026-03-01 or 2026-03-01T10:00:00Z`);
}

function zoneOf(zone: string): string {
  if (isZone(zone)) return zone;
  throw new CliError(2, '--time-zone takes an IANA zone such as Europe/Berlin');
}

function pairOf(text: string): [string, string] {
  const [theirs = '', ours = ''] = text.split('=');
  if (theirs !== '' && ours !== '') return [theirs.trim(), ours.trim()];
  throw new CliError(2, '--topic-map takes <theirs=ours>, such as topic_1=offers');
}
