import type { ReadOperator, Report } from '../leaf.ts';

/** The literal pieces between the stars, escapes resolved: `a*\*` gives `['a', '*']`. Null when refused. */
export function readWildcardText(operand: unknown, at: string, report: Report): readonly string[] | null {
  if (typeof operand !== 'string') {
    report(at, '`wildcard` takes a string, such as "/img/*.png"; for several, write one object each.');
    return null;
  }
  const pieces = [''];
  for (let index = 0; index < operand.length; index++) {
    const letter = operand[index];
    const next = operand[index + 1];
    if (letter === '*' && next === '*') {
      report(at, 'Two stars in a row: one `*` already stands for any text; write `\\*` for the star itself.');
      return null;
    }
    if (letter === '\\' && next !== '*' && next !== '\\') {
      report(at, 'A backslash stands only before `*` or another backslash: write `\\\\` for the backslash itself.');
      return null;
    }
    if (letter === '*') pieces.push('');
    else pieces.push(`${pieces.pop()}${letter === '\\' ? operand[++index] : letter}`);
  }
  return pieces;
}

/** Whether the pieces stand in the text in this order, the first and the last at its ends. Linear, unlike a backtracking RegExp. */
export function matchesPieces(pieces: readonly string[], text: string): boolean {
  const first = pieces[0] as string;
  const last = pieces[pieces.length - 1] as string;
  if (pieces.length === 1) return text === first;
  const end = text.length - last.length;
  if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (let index = 1; index < pieces.length - 1; index++) {
    const piece = pieces[index] as string;
    const found = text.indexOf(piece, from);
    if (found < 0 || found + piece.length > end) return false;
    from = found + piece.length;
  }
  return true;
}

/** `{"wildcard": "/img/*.png"}`; `*` stands for any text, none included. */
export const readWildcard: ReadOperator = (operand, at, report) => {
  const pieces = readWildcardText(operand, at, report);
  if (!pieces) return null;
  return {
    asks: 'value',
    test: (value) => typeof value === 'string' && matchesPieces(pieces, value),
    wildcards: [operand as string],
  };
};
