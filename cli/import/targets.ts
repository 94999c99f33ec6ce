import { CliError } from '../verb.ts';

/** What a column can say, beside `traits.<name>`. */
const TARGETS = [
  'profileId',
  'email',
  'occurredAt',
  'status',
  'consent.topics',
  'consent.basis',
  'consent.grantedAt',
  'consent.method',
  'consent.text',
  'consent.source',
  'consent.locale',
  'consent.ip',
  'consent.userAgent',
  'consent.defaultState',
  'consent.preTicked',
  'consent.bundled',
  'consent.privacyNotice',
  'consent.lastPurchaseAt',
  'consent.inquiryAt',
  'consent.obtainedInSale',
  'consent.refusalOffered',
  'consent.refusalUsed',
  'consent.ownSimilarProducts',
  'withdrawal.at',
  'withdrawal.topics',
  'withdrawal.method',
] as const;
export type Target = (typeof TARGETS)[number] | `traits.${string}`;

/** Where each target is looked for: names of columns, the first that a row has counts. */
export type Columns = ReadonlyMap<Target, readonly string[]>;

export function isTarget(text: string): text is Target {
  return /^traits\.[^.:]+(:(number|boolean|json))?$/.test(text) || (TARGETS as readonly string[]).includes(text);
}

/** Reads `email=Email Address`. Throws CliError 2 for anything else, naming the targets there are. */
export function targetAndColumn(text: string): readonly [Target, string] {
  const equals = text.indexOf('=');
  const [target, column] = [text.slice(0, equals), text.slice(equals + 1).trim()];
  if (equals < 1 || column === '')
    throw new CliError(2, `--map takes <target>=<column>, such as email="Email Address"`);
  if (isTarget(target)) return [target, column];
  throw new CliError(2, `--map knows no ${target}; it knows ${TARGETS.join(', ')}, traits.<name>`);
}

/** Columns that are called as their targets need no mapping. */
export const ownNames: Columns = new Map(TARGETS.map((target) => [target, [target]]));
