import { describe, expect, it } from 'vitest';
import { rowsOf } from './rows-of.ts';

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
const one = async (head: string, row: string, ...args: string[]) => (await rowsOf(`${head}\n${row}\n`, args))[0];

describe('a row of people', () => {
  it('P-45 becomes a permission with its evidence, from mapped columns and constants', async () => {
    const maps = ['profileId=id', 'email=Mail', 'traits.age:number=Age', 'consent.grantedAt=When'].flatMap((map) => [
      '--map',
      map,
    ]);
    expect(
      await one(
        'id;Mail;Age;When',
        'c-1;Ann@Example.ORG;34;2025-03-01 10:00',
        ...EVIDENCE,
        ...maps,
        '--time-zone',
        'Europe/Berlin',
      ),
    ).toMatchObject({
      kind: 'granted',
      events: [
        {
          type: 'consent.recorded',
          profileId: 'c-1',
          occurredAt: '2026-11-01T00:00:00.000Z',
          traits: { email: 'Ann@example.org', age: 34 },
          properties: {
            topics: ['offers'],
            basis: 'express',
            grantedAt: '2025-03-01T09:00:00.000Z',
            method: 'web-form',
            text: 'Yes.',
            source: 'form 7',
          },
        },
      ],
      check: { profileId: 'c-1', email: 'Ann@example.org', topics: ['offers'] },
    });
  });

  it('needs no mapping where its columns are called as what they say', async () => {
    const head =
      'profileId,email,traits.firstName,consent.topics,consent.basis,consent.grantedAt,consent.method,consent.text,consent.source';
    expect(await one(head, 'c-1,ann@example.org,Ann,offers news,express-doi,2025-03-01,form,Yes.,crm')).toMatchObject({
      events: [
        {
          traits: { firstName: 'Ann' },
          properties: { topics: ['offers', 'news'], grantedAt: '2025-03-01T00:00:00.000Z' },
        },
      ],
    });
  });

  const head = 'profileId,email,consent.grantedAt';
  it.each([
    ['no-profile-id', ',ann@example.org,2025-03-01'],
    ['bad-profile-id', 'a b,ann@example.org,2025-03-01'],
    ['bad-address', 'c-1,ann.example.org,2025-03-01'],
    ['no-address', 'c-1,,2025-03-01'],
    ['no-evidence', 'c-1,ann@example.org,'],
    ['bad-date', 'c-1,ann@example.org,03/04/2025'],
    ['bad-date', 'c-1,ann@example.org,2025-02-31'],
    ['bad-date', 'c-1,ann@example.org,2027-03-01'],
    ['unreadable', 'c-1,ann@example.org'],
  ])('P-45 is refused with %s: %s', async (reason, row) => {
    expect(await one(head, row, ...EVIDENCE)).toMatchObject({ reason });
  });

  it.each([['basis'], ['method'], ['text'], ['source']])('P-45 is refused without %s', async (left) => {
    const args = EVIDENCE.filter((arg, index) => arg !== `--${left}` && EVIDENCE[index - 1] !== `--${left}`);
    expect(await one(head, 'c-1,ann@example.org,2025-03-01', ...args)).toMatchObject({
      reason: 'no-evidence',
      field: `consent.${left}`,
    });
  });

  it('P-54 is refused where its source is a bought, rented or shared list', async () => {
    for (const source of [
      'Purchased list 2024',
      'rented from Acme Data',
      'list broker',
      'gekaufte Adressen',
      'third-party list',
    ]) {
      expect(
        await one(`${head},consent.source`, `c-1,ann@example.org,2025-03-01,${source}`, ...EVIDENCE),
      ).toMatchObject({ reason: 'shared-list' });
    }
    await expect(one(head, 'c-1,ann@example.org,2025-03-01', '--source', 'bought from Acme Data')).rejects.toThrow(
      'P-54',
    );
  });

  it('P-42 is refused where the control was ticked beforehand', async () => {
    expect(await one(`${head},consent.defaultState`, 'c-1,ann@example.org,2025-03-01,true', ...EVIDENCE)).toMatchObject(
      { reason: 'pre-ticked' },
    );
  });

  it('P-46 is refused with a basis that there is not, or without what its basis needs (P-47, P-49)', async () => {
    const by = (basis: string) => one(`${head},consent.basis`, `c-1,ann@example.org,2025-03-01,${basis}`, ...EVIDENCE);
    expect(await by('implied')).toMatchObject({ reason: 'bad-evidence', field: 'consent.basis' });
    expect(await by('casl-ebr')).toMatchObject({ reason: 'bad-evidence', field: 'consent.lastPurchaseAt' });
    expect(await by('soft-opt-in')).toMatchObject({ reason: 'bad-evidence', field: 'consent.obtainedInSale' });
  });

  it('withdraws, even where the address beside it is none; a bare day counts to its end (P-44)', async () => {
    expect(await one('profileId,email,withdrawal.at', 'c-1,nonsense,2025-03-01')).toMatchObject({
      kind: 'withdrawn',
      events: [{ type: 'consent.withdrawn', traits: {}, properties: { all: true, at: '2025-03-01T23:59:59.000Z' } }],
      check: null,
    });
    expect(await one('profileId,email,status', 'c-1,ann@example.org,Opted out', ...EVIDENCE)).toMatchObject({
      kind: 'withdrawn',
      events: [{ properties: { topics: ['offers'] } }],
    });
  });

  it('has the same event id each time it is said the same way', async () => {
    const twice = await Promise.all([0, 1].map(() => one(head, 'c-1,ann@example.org,2025-03-01', ...EVIDENCE)));
    expect(twice[0]).toEqual(twice[1]);
  });
});

describe('a file of people', () => {
  it('is read with a byte order mark, quotes, lines within values and blank lines, each row with the line it begins on', async () => {
    const rows = await rowsOf(
      '\uFEFFprofileId,email,traits.note\r\n\r\nc-1,ann@example.org,"two\nlines, ""quoted"""\r\nc-2,bob@example.org,5" pipe\r\n',
      [],
    );
    expect(rows).toMatchObject([
      { row: 1, line: 3, events: [{ traits: { note: 'two\nlines, "quoted"' } }] },
      { row: 2, line: 5, events: [{ traits: { note: '5" pipe' } }] },
    ]);
  });

  it('reports a quote that is never closed, and keeps the rows before it', async () => {
    const rows = await rowsOf('profileId,email\nc-1,ann@example.org\nc-2,"bob@example.org\nc-3,cem@example.org\n', []);
    expect(rows).toMatchObject([
      { kind: 'facts', profileId: 'c-1' },
      { reason: 'unreadable', message: expect.stringContaining('never closed') },
    ]);
  });

  it.each([
    ['id,email\n', [], '--map profileId='],
    ['profileId,Mail\n', ['--map', 'email=EMail'], 'no column EMail'],
    ['', [], 'is empty'],
    ['profileId\n', ['--map', 'consent.date=x'], '--map knows no consent.date'],
    ['profileId\n', ['--preset', 'sendgrid'], '--preset knows no sendgrid'],
    ['profileId\n', ['--basis', 'implied'], '--basis takes'],
    ['profileId\n', ['--time-zone', 'Mars/Base'], '--time-zone takes'],
    ['profileId\n', ['--granted-at', 'May'], '--granted-at takes'],
  ])('%j with %j is wrong usage, said with its remedy', async (text, args, words) => {
    await expect(rowsOf(text, args)).rejects.toThrow(words);
  });
});
