/** An answer for machines or for people: one JSON document, or lines. */
export function print(json: boolean, answer: unknown, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : `${lines.join('\n')}\n`);
}
