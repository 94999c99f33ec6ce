import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { folderWith, heed } from '../heed-command.ts';
import { stubApi } from './stub-api.ts';

const COMMAND = fileURLToPath(new URL('../../../cli/heed.ts', import.meta.url));
const EVIDENCE = [
  '--topic',
  'offers',
  '--basis',
  'express',
  '--method',
  'web-form',
  '--text',
  'Yes.',
  '--source',
  'form 7',
];

let api: Awaited<ReturnType<typeof stubApi>>;
afterEach(() => api.close());

/** `rows` people, every tenth without a date. */
function peopleCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const at = (index + 1) % 10 === 0 ? '' : '2025-03-01';
    return `c-${index + 1},p${index + 1}@example.org,${at}`;
  });
  return `profileId,email,consent.grantedAt\n${lines.join('\n')}\n`;
}

const command = (...more: string[]) => ['import', 'people.csv', '--api', api.origin, ...EVIDENCE, ...more];
const reportLines = (folder: string) =>
  readFileSync(`${folder}/refused.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { line: number });

describe('an import', () => {
  it('P-45 reports every refused row with line and reason, and ends with 1', async () => {
    api = await stubApi();
    const folder = folderWith({ 'people.csv': peopleCsv(30) });
    const { code, out, err } = await heed(command('--report', 'refused.csv', '--json'), folder);
    expect({ code, err, answer: JSON.parse(out) }).toMatchObject({
      code: 1,
      err: '',
      answer: { rows: 30, accepted: 27, granted: 27, refused: 3, refusedByReason: { 'no-evidence': 3 }, notes: [] },
    });
    const report = readFileSync(`${folder}/refused.csv`, 'utf8');
    expect(report.split('\n')).toEqual([
      'line,row,profileId,reason,field,message',
      ...[10, 20, 30].map(
        (row) => `${row + 1},${row},,no-evidence,consent.grantedAt,is missing: a column or --granted-at`,
      ),
      '',
    ]);
    expect(report).not.toContain('@');
    expect(existsSync(`${folder}/people.csv.heed-import`)).toBe(false);
  });

  it('ends with 0 where nothing is refused, and says in words what it did', async () => {
    api = await stubApi();
    const folder = folderWith({ 'people.csv': 'profileId,email\nc-1,ann@example.org\n' });
    const { code, out } = await heed(['import', 'people.csv', '--api', api.origin], folder);
    expect(code).toBe(0);
    expect(out).toContain('accepted 1 (1 facts alone)');
    expect(out).toContain('No permission was imported, only facts');
  });

  it('sends nothing in a dry run, with and without an API', async () => {
    api = await stubApi();
    const folder = folderWith({ 'people.csv': peopleCsv(30) });
    expect(await heed(command('--dry-run'), folder)).toMatchObject({
      code: 1,
      out: expect.stringContaining('nothing was sent'),
    });
    expect(api.stub).toMatchObject({ posts: 0, checks: 1 });
    const alone = await heed(['import', 'people.csv', ...EVIDENCE, '--dry-run'], folder);
    expect(alone).toMatchObject({ code: 1, out: expect.stringContaining('No API answered') });
  });

  it('waits and asks again while the API is overloaded or hangs up', async () => {
    api = await stubApi(
      (nth) => [{ status: 503, body: {} }, { status: 429, body: { message: 'Too Many Requests' } }, null][nth - 1],
    );
    const folder = folderWith({ 'people.csv': peopleCsv(5) });
    expect((await heed(command(), folder)).code).toBe(0);
    expect([...api.taken.values()]).toEqual([1, 1, 1, 1, 1]);
  });

  it('refuses the rows that the API finds fault with, and sends the others', async () => {
    api = await stubApi((_, events) => {
      const index = events.findIndex(({ profileId }) => profileId === 'c-3');
      if (index < 0) return undefined;
      return { status: 400, body: { errors: [{ field: `[${index}].properties`, message: 'is not liked' }] } };
    });
    const folder = folderWith({ 'people.csv': peopleCsv(5) });
    const { code, out } = await heed(command('--json'), folder);
    expect({ code, answer: JSON.parse(out) }).toMatchObject({
      code: 1,
      answer: { accepted: 4, refusals: [{ line: 4, profileId: 'c-3', reason: 'bad-event', field: 'properties' }] },
    });
    expect(api.taken.size).toBe(4);
  });
});

describe('an import that stops', () => {
  it('goes on where it stopped when the API comes back, and its report has every refusal once', async () => {
    api = await stubApi((nth) => (nth === 4 ? { status: 403, body: {} } : undefined));
    const folder = folderWith({ 'people.csv': peopleCsv(1000) });
    const args = command('--concurrency', '1', '--report', 'refused.jsonl');
    const stopped = await heed(args, folder);
    expect(stopped).toMatchObject({ code: 2, err: expect.stringContaining('300 rows are done') });
    const { code, out } = await heed([...args, '--json'], folder);
    expect({ code, answer: JSON.parse(out) }).toMatchObject({
      code: 1,
      answer: { rows: 1000, accepted: 900, refused: 100, continuedAfterRow: 300 },
    });
    expect(api.taken.size).toBe(900);
    expect([...api.taken.values()].every((times) => times === 1)).toBe(true);
    expect(reportLines(folder).map(({ line }) => line)).toEqual(
      Array.from({ length: 100 }, (_, index) => index * 10 + 11),
    );
  });

  it('is killed between two batches and continues without a double: what was on its way keeps its ids', async () => {
    let child: ChildProcess | undefined;
    api = await stubApi((nth) => {
      if (nth === 6) child?.kill('SIGKILL');
      return undefined;
    });
    const folder = folderWith({ 'people.csv': peopleCsv(1000) });
    const args = command('--report', 'refused.jsonl');
    child = spawn(process.execPath, [COMMAND, ...args], { cwd: folder, stdio: 'ignore' });
    await new Promise((resolve) => child?.once('exit', resolve));
    const { out } = await heed([...args, '--json'], folder);
    expect(JSON.parse(out)).toMatchObject({ rows: 1000, accepted: 900, refused: 100 });
    // Ids of the second run equal those of the first, so that heed takes each once.
    expect(api.taken.size).toBe(900);
    expect(reportLines(folder)).toHaveLength(100);
  });

  it('is not continued with other options or of another file', async () => {
    api = await stubApi((nth) => (nth === 2 ? { status: 403, body: {} } : undefined));
    const folder = folderWith({ 'people.csv': peopleCsv(300) });
    await heed(command('--concurrency', '1'), folder);
    expect(await heed(command('--concurrency', '1', '--topic', 'news'), folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining('another file or with other options'),
    });
  });
});

describe('importing past events', () => {
  it('takes what is older than three days, and refuses by line what could start or do something', async () => {
    api = await stubApi();
    const lines = [
      {
        type: 'order.placed',
        profileId: 'c-1',
        eventId: 'o-1',
        occurredAt: '2025-03-01T10:00:00Z',
        properties: { total: 5 },
      },
      { type: 'order.placed', profileId: 'c-1', occurredAt: new Date().toISOString() },
      { type: 'order.placed', profileId: 'c-1' },
      { type: 'consent.recorded', profileId: 'c-1', occurredAt: '2025-03-01T10:00:00Z' },
      { type: 'order.placed', profileId: 'ann@example.org', occurredAt: '2025-03-01T10:00:00Z' },
    ];
    const folder = folderWith({
      'history.jsonl': `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnonsense\n`,
    });
    const { code, out } = await heed(['import', 'events', 'history.jsonl', '--api', api.origin, '--json'], folder);
    expect({ code, answer: JSON.parse(out) }).toMatchObject({
      code: 1,
      answer: {
        events: 1,
        refusals: [
          { line: 2, reason: 'too-young' },
          { line: 3, reason: 'no-date' },
          { line: 4, reason: 'not-history' },
          { line: 5, reason: 'bad-event', field: 'profileId' },
          { line: 6, reason: 'unreadable' },
        ],
      },
    });
    expect([...api.taken]).toEqual([['o-1', 1]]);
  });
});
