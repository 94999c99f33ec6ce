import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { findings } from '../../cli/simulate/findings.ts';
import { merged } from '../../cli/simulate/merging.ts';
import { sortedByTime } from '../../cli/simulate/sorting.ts';
import { answer, answerInThread } from '../../cli/simulate/thread.ts';
import { consentRecorded } from '../flows/flow-people.ts';
import { cartReminder, flowWorkspace } from '../flows/flow-workspace.ts';
import { folderWith } from './heed-command.ts';
import { heedHere } from './heed-here.ts';

const draft = cartReminder.replace('steps:', 'holdout: 0\nsteps:');
const workspace = folderWith(flowWorkspace({ cart: draft }));

const joins = (profileId: string, day = 1) => ({ ...consentRecorded(profileId), occurredAt: noon(day) });
const noon = (day: number) => `2026-11-${String(day).padStart(2, '0')}T12:00:00Z`;
const cart = (profileId: string, day: number, cartId = `k-${day}`) => ({
  type: 'cart.abandoned',
  profileId,
  eventId: `${profileId}-${cartId}`,
  occurredAt: noon(day),
  properties: { cartId },
});
const jsonl = (...lines: readonly unknown[]) =>
  lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
const envelope = (type: string, time: string, detail: unknown, source = 'acme.shop') => ({
  version: '0',
  id: `id-${time}`,
  'detail-type': type,
  source,
  account: '111122223333',
  time,
  region: 'eu-central-1',
  resources: [],
  detail,
});

interface Answer {
  readonly read: { readonly taken: number; readonly refused: number; readonly own: number };
  readonly findings: readonly { readonly line: number; readonly field: string; readonly message: string }[];
  readonly workspaces: readonly {
    readonly totals: { readonly entered: number; readonly sent: number };
    readonly refusals: Readonly<Record<string, number>>;
    readonly days: readonly { readonly day: string; readonly sent: number }[];
    readonly campaigns: readonly { readonly id: string; readonly status: string }[];
  }[];
}

async function simulated(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const folder = folderWith(files);
  const paths = args.map((arg) => (arg in files ? join(folder, arg) : arg));
  const ended = await heedHere(['simulate', workspace, ...paths, '--json']);
  return { ...ended, folder, answer: JSON.parse(ended.out || 'null') as Answer };
}

describe('heed simulate', () => {
  test('says who would have got what, and the same again byte for byte', async () => {
    const files = {
      'people.jsonl': jsonl(joins('c-1'), joins('c-2')),
      'events.jsonl': jsonl(cart('c-1', 2), cart('c-3', 2), cart('c-2', 3)),
    };
    const asked = ['--people', 'people.jsonl', '--events', 'events.jsonl'];
    const [first, again] = [await simulated(files, ...asked), await simulated(files, ...asked)];
    expect(first.code).toBe(0);
    const [outcome] = first.answer.workspaces;
    expect(outcome).toMatchObject({ totals: { entered: 3, sent: 2 }, refusals: { 'no-address': 1 } });
    expect(outcome?.days).toEqual([
      { day: '2026-11-02', sent: 1 },
      { day: '2026-11-03', sent: 1 },
    ]);
    const bytes = (out: string) => out.replaceAll(/"\/[^"]*"/g, '""');
    expect(bytes(again.out)).toBe(bytes(first.out));
  });

  test('reads archives of the bus, packed, with batches, and passes over the own events in them', async () => {
    const { type: _, ...detail } = cart('c-1', 4);
    const { type: __, occurredAt: ___, ...timeless } = joins('c-1');
    const batch = { events: [cart('c-1', 2), cart('c-1', 3)] };
    const { folder } = await simulated({ 'nobody.jsonl': '' });
    const file = join(folder, 'archive.jsonl.gz');
    const lines = jsonl(
      envelope('consent.recorded', noon(1), timeless),
      envelope('heed.batch', noon(3), batch),
      envelope('message.sent', noon(3), {}, 'heed'),
      envelope('cart.abandoned', noon(4), detail),
    );
    writeFileSync(file, gzipSync(lines));
    const { answer } = await simulated({}, '--events', file);
    expect(answer.read).toEqual({ taken: 4, refused: 0, own: 1 });
    expect(answer.workspaces[0]?.totals).toMatchObject({ entered: 3, sent: 3 });
  });

  test('merges files, and sorts those that are not in the order of time', async () => {
    const files = {
      'carts.jsonl': jsonl(cart('c-1', 5), 'no json', cart('c-1', 2), cart('c-2', 4)),
      'joins.jsonl': jsonl(joins('c-1'), joins('c-2', 3)),
    };
    const { answer, code } = await simulated(files, '--events', 'carts.jsonl', 'joins.jsonl');
    expect(answer.workspaces[0]?.totals).toMatchObject({ entered: 3, sent: 3 });
    expect(code).toBe(1);
    expect(answer.findings).toMatchObject([{ line: 2, message: 'is not JSON' }]);
  });

  test('names the line of every mistake, and goes on with the others', async () => {
    const files = {
      'events.jsonl': jsonl(
        joins('c-1'),
        { ...cart('c-1', 2), profileId: 'ann@example.org' },
        { ...cart('c-1', 2), occurredAt: undefined },
        { ...joins('c-2', 2), properties: { topics: ['offers'] } },
        { ...joins('c-3', 2), traits: { email: 'nobody' } },
        cart('c-1', 3),
      ),
    };
    const { answer, code } = await simulated(files, '--events', 'events.jsonl');
    expect(code).toBe(1);
    expect(answer.workspaces[0]?.totals.sent).toBe(1);
    expect([...new Set(answer.findings.map(({ line, field }) => `${line} ${field}`))]).toEqual([
      '2 profileId',
      '3 occurredAt',
      '5 traits.email',
      '4 properties.basis',
      '4 properties.grantedAt',
      '4 properties.method',
      '4 properties.text',
      '4 properties.source',
    ]);
  });

  test('takes people from CSV: permission where a row proves it, and only then, from the day it was given', async () => {
    const head =
      'profileId,email,consent.topics,consent.basis,consent.grantedAt,consent.method,consent.text,consent.source';
    const files = {
      'people.csv': `${head}
c-1,one@example.org,offers,express-doi,2026-11-03,web-form,Yes,shop
c-2,two@example.org,offers,express-doi,2026-01-01,web-form,Yes,
`,
      'events.jsonl': jsonl(cart('c-1', 2), cart('c-2', 2), cart('c-1', 4)),
    };
    const { answer } = await simulated(files, '--people', 'people.csv', '--events', 'events.jsonl');
    expect(answer.findings).toMatchObject([{ line: 3, field: 'consent.source' }]);
    expect(answer.workspaces[0]).toMatchObject({ totals: { sent: 1 }, refusals: { 'no-consent': 1, 'no-address': 1 } });
  });

  test('imagines consent and active campaigns where it is told to', async () => {
    const paused = folderWith(
      flowWorkspace({ cart: draft }, { 'campaigns/cart.yaml': `id: cart\nstatus: draft\n${draft}` }),
    );
    const events = jsonl({ ...cart('c-1', 2), traits: { email: 'one@example.org' } });
    const file = join(folderWith({ 'events.jsonl': events }), 'events.jsonl');
    const asked = ['simulate', paused, '--events', file, '--json'];
    const sent = async (...more: readonly string[]) =>
      (JSON.parse((await heedHere([...asked, ...more])).out) as Answer).workspaces[0]?.totals.sent;
    expect(await sent()).toBe(0);
    expect(await sent('--activate', 'cart')).toBe(0);
    expect(await sent('--activate', 'cart', '--assume-consent', 'offers')).toBe(1);
    expect((await heedHere([...asked, '--activate', 'crat'])).err).toContain('did you mean `cart`?');
  });

  test('puts two workspaces side by side, on the terminal and on a page that loads nothing', async () => {
    const other = folderWith(flowWorkspace({ cart: draft, more: cartReminder }));
    const files = { 'events.jsonl': jsonl(joins('c-1'), cart('c-1', 2)) };
    const folder = folderWith(files);
    const report = join(folder, 'report.html');
    const { out } = await heedHere([
      'simulate',
      workspace,
      '--compare',
      other,
      '--events',
      join(folder, 'events.jsonl'),
      '--report',
      report,
    ]);
    expect(out).toMatch(/mails +1 +2 +\+1/);
    const page = readFileSync(report, 'utf8');
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/(src|href)="(?!data:)|url\(|@import/);
  });

  test('counts relative times of sample files from --from', async () => {
    const sample = (event: object, occurredAt: string) => ({ ...event, occurredAt });
    const files = { 'samples.jsonl': jsonl(sample(joins('c-1'), '-P2D'), sample(cart('c-1', 2), '-P1D')) };
    const { answer } = await simulated(
      files,
      '--events',
      'samples.jsonl',
      '--from',
      '2026-11-20',
      '--to',
      '2026-11-21',
    );
    expect(answer).toMatchObject({ findings: [], workspaces: [{ totals: { entered: 0 } }] });
  });

  test('asks what relative times count from', async () => {
    const { code, err } = await simulated(
      { 'e.jsonl': jsonl({ ...cart('c-1', 2), occurredAt: '-P1D' }) },
      '--events',
      'e.jsonl',
    );
    expect([code, err]).toEqual([2, expect.stringContaining('--from')]);
  });

  test('answers the same from a thread of its own, as for large files, and refuses the same', async () => {
    const events = [join(folderWith({ 'e.jsonl': jsonl(joins('c-1'), cart('c-1', 2)) }), 'e.jsonl')];
    const nothing = { assumeConsent: [], activate: [], delivered: false, map: [], json: true };
    const silent = { progress: () => undefined, notice: () => undefined };
    const request = { folders: [workspace], options: { events, ...nothing } };
    expect(await answerInThread(request, silent)).toEqual(await answer(request, silent));
    const wrong = { folders: ['/nowhere'], options: { events, ...nothing } };
    await expect(answerInThread(wrong, silent)).rejects.toMatchObject({ exitCode: 2, name: 'CliError' });
  });

  test('sorts a file in as many parts as it takes, and keeps the order of lines of one instant', async () => {
    const lines = Array.from({ length: 50 }, (_, n) => cart(`c-${n}`, 1 + ((n * 7) % 5)));
    const file = join(folderWith({ 'e.jsonl': jsonl(...lines) }), 'e.jsonl');
    const readings = { findings: findings(), reading: { bytes: 0 }, own: 0, absolute: null };
    const sorted = await sortedByTime(file, readings, 7);
    const seen: { at: number; line: number }[] = [];
    await (await merged(sorted.sources())).each((happening) => seen.push(happening) > 0);
    await sorted.forget();
    expect(seen.map(({ line }) => line)).toEqual(
      seen.toSorted((a, b) => a.at - b.at || a.line - b.line).map(({ line }) => line),
    );
    expect(seen).toHaveLength(50);
  });

  test('says what is missing', async () => {
    expect((await heedHere(['simulate', workspace])).err).toContain('--people');
    expect((await heedHere(['simulate', workspace, '--events', '/nowhere.jsonl'])).err).toContain('there is no file');
  });
});
