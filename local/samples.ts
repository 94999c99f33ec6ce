import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { parse as parseYaml } from 'yaml';
import { parseDuration } from '../shared/kernel/durations.ts';
import { type Instant, isoInstant } from '../shared/kernel/instants.ts';

type Sample = Record<string, unknown>;

/** One file of samples, in the order of its lines. */
interface SampleFile {
  readonly name: string;
  readonly events: readonly Sample[];
}

/** Who must be known before something happens to them. */
const PEOPLE = 'people';

/**
 * Reads `samples/*.jsonl` (an event a line) and `*.json` (a list): people first, the rest by name. Texts such as `-P2D` where an
 * instant belongs mean that long before `now`; `today`, `today+P60D`, `today+P12D-P36Y` where a day belongs mean that day by the
 * workspace's zone. Throws with file and line for what is no JSON.
 */
export async function readSamples(workspace: string, now: Instant): Promise<SampleFile[]> {
  const folder = join(workspace, 'samples');
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((name) => /\.jsonl?$/.test(name));
  const rank = (name: string) => `${name.startsWith(PEOPLE) ? 0 : 1}${name}`;
  const ordered = names.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  const zone = await workspaceZone(workspace);
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  const then: Then = { now, today };
  return Promise.all(
    ordered.map(async (name) => ({ name, events: parse(name, await readFile(join(folder, name), 'utf8'), then) })),
  );
}

/** The moment that relative times of samples count from. */
interface Then {
  readonly now: Instant;
  readonly today: Temporal.PlainDate;
}

/** What makes the relative times of a value those that they are at `now`; days are those of `zone`. */
export function absoluteTimes(now: Instant, zone: string): (value: unknown) => unknown {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  return (value) => absolute(value, { now, today });
}

function parse(name: string, text: string, then: Then): Sample[] {
  if (name.endsWith('.json')) return (JSON.parse(text) as Sample[]).map((event) => absolute(event, then) as Sample);
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [absolute(JSON.parse(line), then) as Sample];
    } catch {
      throw new Error(`samples/${name}:${index + 1}: this line is no JSON`);
    }
  });
}

function absolute(value: unknown, then: Then): unknown {
  if (typeof value === 'string') return momentText(value, then) ?? dayText(value, then) ?? value;
  if (Array.isArray(value)) return value.map((member) => absolute(member, then));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, absolute(member, then)]));
}

function momentText(text: string, { now }: Then): string | null {
  const before = text.startsWith('-P') ? parseDuration(text.slice(1)) : null;
  return before === null ? null : isoInstant(now - before);
}

const DAY_FROM_TODAY = /^today((?:[+-]P(?:\d+[YMWD])+)*)$/;

/** Calendar arithmetic, from left to right: years and months are what the calendar makes of them. */
function dayText(text: string, { today }: Then): string | null {
  const steps = DAY_FROM_TODAY.exec(text)?.[1];
  if (steps === undefined) return null;
  const each = steps.match(/[+-]P[^+-]+/g) ?? [];
  return each.reduce((day, step) => day.add(Temporal.Duration.from(step)), today).toString();
}

/** Events in one call of the API. */
const AT_ONCE = 50;

/** Posts samples through the API in the order of their lines; before each file it waits until all before has happened. Gives their number. */
export async function loadSamples(
  files: readonly SampleFile[],
  api: string,
  settle: () => Promise<void>,
): Promise<number> {
  let count = 0;
  for (const { name, events } of files) {
    await settle();
    for (let from = 0; from < events.length; from += AT_ONCE) {
      const response = await fetch(`${api}/api/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(events.slice(from, from + AT_ONCE)),
      });
      if (!response.ok) throw new Error(`samples/${name} was refused (${response.status}): ${await response.text()}`);
    }
    count += events.length;
  }
  return count;
}

/** The zone of the workspace's rules (`timeZone` of settings.yaml); UTC where it says none or cannot be read: publishing tells why. */
export async function workspaceZone(workspace: string): Promise<string> {
  try {
    const settings: unknown = parseYaml(await readFile(join(workspace, 'settings.yaml'), 'utf8'));
    const zone = (settings as { timeZone?: unknown } | null)?.timeZone;
    if (typeof zone !== 'string') return 'UTC';
    Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    return 'UTC';
  }
}
