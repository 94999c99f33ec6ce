/** One line of the results. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  /** As it stands in the list of budgets; absent where there is none. */
  readonly budget?: string;
  readonly met?: boolean;
}

/** What one part of the bench gives: lines of the first table, and what stands below it for whoever wants to know more. */
export interface Part {
  readonly rows: readonly Row[];
  readonly details?: string;
}

/** 12,345 or 0.123: as many digits as say something. */
export function figure(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

export function dollars(value: number): string {
  return `$${value.toFixed(2)}`;
}

/** A table in Markdown. */
export function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
