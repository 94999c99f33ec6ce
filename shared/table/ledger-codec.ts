import * as z from 'zod';
import type { Basis, Purpose } from '../consent/consent.ts';
import type { Actor, LedgerEntry } from '../consent/ledger.ts';
import { type Item, itemKey } from './item-key.ts';
import { ledgerKey } from './keys.ts';
import { fieldsOf, word } from './row-fields.ts';

const ENTRY = 'entry';

const textOrNull = z.string().nullable().default(null);

const storedEntry: z.ZodType<LedgerEntry> = z.looseObject({
  id: z.string(),
  at: z.number(),
  recordedAt: z.number(),
  kind: word<LedgerEntry['kind']>(),
  topic: textOrNull,
  purpose: word<Purpose>(),
  basis: word<Basis>().nullable().default(null),
  method: z.string(),
  address: textOrNull,
  text: textOrNull,
  textHash: textOrNull,
  source: textOrNull,
  locale: textOrNull,
  form: z.looseObject({ id: z.string(), version: z.string() }).nullable().default(null),
  ip: textOrNull,
  userAgent: textOrNull,
  confirmIp: textOrNull,
  confirmUserAgent: textOrNull,
  requestId: textOrNull,
  actor: word<Actor>().nullable().default(null),
  controller: textOrNull,
  privacyNotice: textOrNull,
});

const fields = fieldsOf('records', 'PERSON#<profileId> / LEDGER#<at>#<id>');

/** Evidence as a row: the entry's JSON without what is null. */
export function ledgerRow(profileId: string, entry: LedgerEntry): Item {
  return { ...itemKey(ledgerKey(profileId, entry.at, entry.id)), [ENTRY]: { S: JSON.stringify(entry, withoutNulls) } };
}

/** An absent field is null: rows keep no nulls, and older ones do not know every field. Throws UnreadableRowError. */
export function ledgerEntryOf(row: Item): LedgerEntry {
  return fields.json(row, ENTRY, storedEntry);
}

export function withoutNulls(_key: string, value: unknown): unknown {
  return value === null ? undefined : value;
}
