import type { Json } from '../../shared/kernel/json.ts';

/** Context keys of a request and their values; a key that is not there is absent, as in IAM. */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

/** One permission that a call needs. */
export interface Need {
  /** `dynamodb:PutItem`. */
  readonly action: string;
  /** ARNs of which one must be allowed: a sender may be verified as address or as domain. The first is named in a refusal. */
  readonly resources: readonly string[];
  readonly context: RequestContext;
}

/** Everything locally lives in this account. */
export const ACCOUNT = '000000000000';

/** What the mapping from calls to permissions must ask elsewhere. */
export interface NeedsLookup {
  readonly region: string;
  /** Name of a table's partition key, for `dynamodb:LeadingKeys`; undefined where it cannot be known. */
  partitionKey(table: string): string | undefined;
  /** A key's ARN from its id, ARN or alias; undefined for an unknown key, whose call then fails as not found. */
  kmsKeyArn(keyId: string): string | undefined;
}

/** A member that should be text; undefined for anything else, empty text too. */
export function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
