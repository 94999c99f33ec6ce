import type { LedgerEntry } from '../consent/ledger.ts';
import { type Item, itemKey } from './item-key.ts';
import { ledgerKey } from './keys.ts';

const ENTRY = 'entry';

const empty: Omit<LedgerEntry, 'id' | 'at' | 'recordedAt' | 'kind' | 'purpose' | 'method'> = {
  topic: null,
  basis: null,
  address: null,
  text: null,
  textHash: null,
  source: null,
  locale: null,
  form: null,
  ip: null,
  userAgent: null,
  confirmIp: null,
  confirmUserAgent: null,
  requestId: null,
  actor: null,
  controller: null,
  privacyNotice: null,
};

/** Evidence as a row: the entry's JSON without what is null. */
export function ledgerRow(profileId: string, entry: LedgerEntry): Item {
  return { ...itemKey(ledgerKey(profileId, entry.at, entry.id)), [ENTRY]: { S: JSON.stringify(entry, withoutNulls) } };
}

export function ledgerEntryOf(row: Item): LedgerEntry {
  return { ...empty, ...(JSON.parse(row[ENTRY]?.S ?? '{}') as LedgerEntry) };
}

export function withoutNulls(_key: string, value: unknown): unknown {
  return value === null ? undefined : value;
}
