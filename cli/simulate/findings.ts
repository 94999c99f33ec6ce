import type { Problem } from '../../shared/kernel/errors.ts';

/** Something wrong in an input file. */
export interface InputFinding {
  readonly file: string;
  readonly line: number;
  /** Where in the line; empty for all of it. */
  readonly field: string;
  readonly message: string;
}

/** Findings of a run: the first of them in full, all of them counted. */
export interface Findings {
  add(file: string, line: number, problems: readonly Problem[]): void;
  /** Takes over what was found in another reading. */
  absorb(other: Pick<Findings, 'listed' | 'count'>): void;
  readonly listed: readonly InputFinding[];
  readonly count: number;
}

const LISTED_AT_MOST = 100;

export function findings(): Findings {
  const listed: InputFinding[] = [];
  let count = 0;
  return {
    listed,
    absorb(other) {
      count += other.count;
      listed.push(...other.listed.slice(0, Math.max(0, LISTED_AT_MOST - listed.length)));
    },
    get count() {
      return count;
    },
    add(file, line, problems) {
      count += problems.length;
      const room = LISTED_AT_MOST - listed.length;
      for (const { field, message } of problems.slice(0, Math.max(0, room)))
        listed.push({ file, line, field, message });
    },
  };
}

/** `events.jsonl:12: profileId is required`, and how many more there are. */
export function findingLines({ listed, count }: Pick<Findings, 'listed' | 'count'>): string[] {
  const lines = listed.map(
    ({ file, line, field, message }) => `${file}:${line}: ${field ? `${field} ` : ''}${message}`,
  );
  return count > listed.length ? [...lines, `and ${count - listed.length} more`] : lines;
}
