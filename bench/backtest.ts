import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Answer } from '../cli/simulate/simulate.ts';
import { answer } from '../cli/simulate/thread.ts';
import { derivedNumber } from '../shared/kernel/ids.ts';
import { DAY, HOUR, isoInstant } from '../shared/kernel/instants.ts';
import { type CompanyEvent, consentRecorded } from './events.ts';
import { cpuMsEach } from './measure.ts';
import { figure, type Part } from './row.ts';
import { files } from './world.ts';

const PEOPLE = 100_000;
const EVENTS = 1_000_000;
const BUDGET_S = 60;
const START = Date.parse('2026-09-01T00:00:00Z');

/**
 * `heed simulate` from its files to its answer: two months of events in the mixture of the cost budget. Half of them nobody asks about,
 * two fifths are counted, a tenth are carts that lead to a mail.
 */
export async function backtest(): Promise<Part> {
  const folder = await mkdtemp(join(tmpdir(), 'heed-backtest-'));
  try {
    const [workspace, people, events] = [
      join(folder, 'workspace'),
      join(folder, 'people.jsonl'),
      join(folder, 'events.jsonl'),
    ];
    await writeWorkspace(workspace);
    await writeLines(people, PEOPLE, (n) => ({ ...consentRecorded(`p-${n}`), occurredAt: isoInstant(START) }));
    await writeLines(events, EVENTS, eventNumber);
    const since = performance.now();
    let given: Answer | undefined;
    const cpu = await cpuMsEach(1_000, async () => {
      given = await putThrough(workspace, people, events);
    });
    const seconds = (performance.now() - since) / 1_000;
    const mails = figure(given?.outcomes[0]?.totals.sent ?? 0);
    const what = `backtest of ${figure(EVENTS)} events over ${figure(PEOPLE)} people`;
    const measured = `${figure(seconds)} s, ${figure(cpu)} s of CPU, ${mails} mails`;
    return { rows: [{ what, measured, budget: `<= ${BUDGET_S} s`, met: seconds <= BUDGET_S }] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function putThrough(workspace: string, people: string, events: string): Promise<Answer> {
  const nothing = { assumeConsent: [], activate: [], delivered: false, map: [], json: true };
  const request = { folders: [workspace], options: { people, events: [events], ...nothing } };
  return answer(request, { progress: () => undefined, notice: () => undefined });
}

function eventNumber(n: number): CompanyEvent {
  const kind = derivedNumber(10, 'kind', n);
  const type = kind < 5 ? 'page.viewed' : kind < 9 ? 'order.placed' : 'cart.abandoned';
  const occurredAt = isoInstant(START + HOUR + Math.floor((n * 60 * DAY) / EVENTS));
  const items = [{ sku: 'espresso-1', name: 'Ethiopia Guji 250 g', category: 'beans', price: 14.9 }];
  const properties = { cartId: `k-${n}`, total: 49.9, items };
  return { type, profileId: `p-${derivedNumber(PEOPLE, 'who', n)}`, eventId: `e-${n}`, occurredAt, properties };
}

async function writeWorkspace(folder: string): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function writeLines(file: string, count: number, line: (n: number) => CompanyEvent): Promise<void> {
  const stream = createWriteStream(file);
  for (let n = 0; n < count; n += 1) {
    if (!stream.write(`${JSON.stringify(line(n))}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}
