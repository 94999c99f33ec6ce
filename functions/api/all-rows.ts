import type { Page } from '../../shared/person/timeline.ts';

/** Enough for years of one person's life; what lies behind this many rows is left to an export. */
const MOST_ROWS = 5_000;
const ROWS_A_READ = 500;

/** Every row of a paged listing, newest first, up to 5,000. */
export async function allRows<Row>(read: (limit: number, from: string | null) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  let from: string | null = null;
  do {
    const page: Page<Row> = await read(ROWS_A_READ, from);
    rows.push(...page.rows);
    from = page.next;
  } while (from !== null && rows.length < MOST_ROWS);
  return rows;
}
