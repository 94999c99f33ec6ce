import { execFile } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { folderWith } from '../heed-command.ts';
import { stubApi } from './stub-api.ts';

const COMMAND = fileURLToPath(new URL('../../../cli/heed.ts', import.meta.url));
const ROWS = 100_000;
/** Less than what the command and all the rows need together: the rows are gone as soon as they are sent. */
const HEAP_MB = 80;
/** Short-lived rows die young in a space of this size; in the default one beside so small a heap they would be moved first. */
const YOUNG_MB = 16;

function* lines(): Generator<string> {
  yield 'profileId,email,consent.grantedAt\n';
  for (let row = 1; row <= ROWS; row += 1)
    yield `c-${row},p${row}@example.org,${row % 20 === 0 ? 'some day' : '2025-03-01'}\n`;
}

it('P-45 a file of 100,000 rows, every twentieth wrong, is imported in 80 MB of heap and reports exactly the wrong ones', {
  timeout: 120_000,
}, async () => {
  const api = await stubApi();
  const folder = folderWith({});
  await pipeline(Readable.from(lines()), createWriteStream(`${folder}/people.csv`));
  const evidence = [
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
  const args = ['import', 'people.csv', '--api', api.origin, ...evidence, '--report', 'refused.jsonl', '--json'];
  const out = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [`--max-old-space-size=${HEAP_MB}`, `--max-semi-space-size=${YOUNG_MB}`, COMMAND, ...args],
      { cwd: folder },
      (_, text) => resolve(text),
    );
  });
  await api.close();
  expect(JSON.parse(out)).toMatchObject({
    rows: ROWS,
    accepted: 95_000,
    refused: 5_000,
    refusedByReason: { 'bad-date': 5_000 },
  });
  expect(api.taken.size).toBe(95_000);
  const reported = readFileSync(`${folder}/refused.jsonl`, 'utf8').trim().split('\n');
  expect(reported.map((line) => (JSON.parse(line) as { row: number }).row)).toEqual(
    Array.from({ length: 5_000 }, (_, index) => (index + 1) * 20),
  );
});
