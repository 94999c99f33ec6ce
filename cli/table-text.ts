/** Rows under a heading, columns as wide as their widest cell; numbers stand right. */
export function tableLines(heading: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => String(row[column] ?? '').length)));
  return all.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function padded(cell: string | number, width: number): string {
  return typeof cell === 'number' ? String(cell).padStart(width) : cell.padEnd(width);
}
