import { describe, expect, test } from 'vitest';
import { addressStateOf } from '../../shared/table/address-codec.ts';
import { ledgerEntryOf, ledgerRow } from '../../shared/table/ledger-codec.ts';
import { logEntryOf, logRow } from '../../shared/table/log-codec.ts';
import { aLedgerEntry, aLogEntry, noon } from './people.ts';

const LEDGER = 'row records PERSON#<profileId> / LEDGER#<at>#<id>:';
const LOG = 'row records PERSON#<profileId> / LOG#<at>#<id>:';
const ADDRESS = 'row records ADDRESS#<hmac> / STATE:';

const entryRow = (entry: unknown) => ({ entry: { S: JSON.stringify(entry) } });

describe('a row of evidence', () => {
  test('is read as it was written', () => {
    expect(ledgerEntryOf(ledgerRow('c-1', aLedgerEntry()))).toEqual(aLedgerEntry());
  });

  test('is read where it is older than the code: what it does not know is null', () => {
    const older = { id: 'e-1', at: noon, recordedAt: noon, kind: 'consent.granted', purpose: 'marketing.email' };
    expect(ledgerEntryOf(entryRow({ ...older, method: 'form' }))).toMatchObject({
      actor: null,
      controller: null,
      privacyNotice: null,
      form: null,
      method: 'form',
    });
  });

  test.each([
    ['without its entry', {}, `${LEDGER} entry is missing`],
    ['with one that is no JSON', { entry: { S: 'zenobia' } }, `${LEDGER} entry is no JSON`],
    ['with one in another attribute type', { entry: { N: '7' } }, `${LEDGER} entry is no text`],
    ['without when it was', entryRow({ ...aLedgerEntry(), at: 'zenobia' }), `${LEDGER} entry.at (`],
    [
      'with a form of no version',
      entryRow({ ...aLedgerEntry(), form: { id: 'zenobia' } }),
      `${LEDGER} entry.form.version (`,
    ],
  ])('is refused %s', (_, row, words) => {
    expect(() => ledgerEntryOf(row)).toThrow(words);
    expect(() => ledgerEntryOf(row)).not.toThrow(/zenobia/);
  });
});

describe('a row of the log', () => {
  test('is read as it was written', () => {
    const inputs = { person: 57, preferencesAt: noon, release: 12, policy: 'p', cause: 'event:e-1' };
    const entry = aLogEntry({ inputs, stepId: '1', enters: 'mailed', heldFor: 'paused' });
    expect(logEntryOf({ ...logRow('c-1', entry), 'feedback:delivered': { N: String(noon) } })).toEqual({
      ...entry,
      feedback: [{ status: 'delivered', at: noon }],
    });
  });

  test('is read where it is older than the code', () => {
    const row = entryRow({ id: 'l-1', at: noon, kind: 'decision', verdict: 'hold' });
    expect(logEntryOf(row)).toMatchObject({ campaign: null, because: null, until: null, trace: [], feedback: [] });
  });

  test.each([
    ['without its entry', {}, `${LOG} entry is missing`],
    ['with versions in another order', entryRow({ ...aLogEntry(), inputs: ['zenobia'] }), `${LOG} entry.inputs`],
    ['with a reason of no word', entryRow({ ...aLogEntry(), because: { reason: 7 } }), `${LOG} entry.because.reason (`],
    [
      'with feedback of no moment',
      { ...logRow('c-1', aLogEntry()), 'feedback:opened': { S: 'zenobia' } },
      `${LOG} feedback:opened is no number`,
    ],
  ])('is refused %s', (_, row, words) => {
    expect(() => logEntryOf(row)).toThrow(words);
    expect(() => logEntryOf(row)).not.toThrow(/zenobia/);
  });
});

describe('the row of an address', () => {
  test('is refused where it says something else than it may, and names nobody', () => {
    const holders = { holders: { M: { 'p:zenobia': { S: 'zenobia' } } } };
    expect(() => addressStateOf(holders)).toThrow(`${ADDRESS} holders is no number`);
    expect(() => addressStateOf({ confirmations: { S: '[[7]]' } })).toThrow(`${ADDRESS} confirmations[0]`);
    expect(() => addressStateOf({ stoppedAt: { S: 'zenobia' } })).toThrow(`${ADDRESS} stoppedAt is no number`);
    expect(() => addressStateOf(holders)).not.toThrow(/zenobia/);
  });
});
