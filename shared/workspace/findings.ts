/** Something that publication found in the workspace's files. An `error` refuses the release, a `warning` goes with it. */
export interface Finding {
  /** Relative to the workspace, such as `campaigns/welcome.yaml`. */
  readonly file: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** Where in the file's data, such as `steps[0].send`; empty for the whole file. */
  readonly path: string;
  /** What is wrong and the remedy, in plain words. */
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** `campaigns/welcome.yaml:12:5: words`, the line that the CLI and the local run print. */
export function formatFinding(finding: Finding): string {
  const mark = finding.severity === 'warning' ? 'warning: ' : '';
  return `${finding.file}:${finding.line}:${finding.column}: ${mark}${finding.message}`;
}

/** By file, then by place in it: the order in which people mend. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
}

/** Field paths as people write them: `steps[0].send`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    '',
  );
}

/** The known word nearest to a mistyped one, or null when none is near: "did you mean …?". */
export function nearest(
  word: string,
  known: Iterable<string>,
  reach = Math.max(2, Math.floor(word.length / 3)),
): string | null {
  let best: string | null = null;
  let bestDistance = reach + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** "; did you mean `x`?", or the known words where none is near, or nothing where there are none. */
export function suggestion(word: string, known: Iterable<string>): string {
  const words = [...known];
  const near = nearest(word, words);
  if (near) return `; did you mean \`${near}\`?`;
  return words.length > 0 ? `; known here: ${words.map((each) => `\`${each}\``).join(', ')}` : '';
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
