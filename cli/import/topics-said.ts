import { RefusedRow, textOf, topicsCell } from './cells.ts';
import type { ImportPlan } from './plan.ts';
import type { RawRow } from './raw-row.ts';

/** Topics that a row says yes and no to: its preferences by `--topic-map`, else its own column, else `--topic`. Throws RefusedRow. */
export function topicsSaid(
  plan: ImportPlan,
  row: RawRow,
): { granted: readonly string[]; withdrawn: readonly string[] } {
  const column = plan.preset?.topicPreferences;
  if (column !== undefined && plan.topicMap.size > 0) return byPreference(plan, preferencesOf(row, column));
  const own = topicsCell(plan, row, 'consent.topics');
  return { granted: own.length > 0 ? own : plan.topics, withdrawn: [] };
}

function byPreference(plan: ImportPlan, preferences: ReadonlyMap<string, boolean>) {
  const chosen = (wanted: boolean) =>
    [...plan.topicMap].filter(([theirs]) => preferences.get(theirs) === wanted).map(([, ours]) => ours);
  return { granted: chosen(true), withdrawn: chosen(false) };
}

function preferencesOf(row: RawRow, column: string): ReadonlyMap<string, boolean> {
  const dotted = `${column}.topics.`;
  const columns = Object.keys(row.values).filter((name) => name.startsWith(dotted));
  const single = columns.map((name): [string, boolean] => [
    name.slice(dotted.length),
    textOf(row, name)?.toLowerCase() === 'true',
  ]);
  return new Map([
    ...packed(textOf(row, column), column),
    ...single.filter(([id]) => textOf(row, dotted + id) !== null),
  ]);
}

function packed(text: string | null, column: string): [string, boolean][] {
  if (text === null) return [];
  try {
    const { topics } = JSON.parse(text) as { topics?: Readonly<Record<string, unknown>> };
    return Object.entries(topics ?? {}).map(([id, value]): [string, boolean] => [id, value === true]);
  } catch {
    throw new RefusedRow('bad-status', column, 'is not JSON');
  }
}
