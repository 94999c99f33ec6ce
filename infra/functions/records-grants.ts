import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import {
  ALL_JOBS,
  ALL_SIGN_UPS,
  ALL_SWITCHES,
  addressKey,
  COUNT_SLOTS,
  CURRENT_KEY,
  countPartition,
  definitionKey,
  erasedPersonKey,
  jobKey,
  PACE_KEY,
  PLAN_KEY,
  personKey,
  refusalsKey,
  SPAM_RATES,
  SWITCH_LOG,
  signUpSourceKey,
  sweepKey,
} from '../../shared/table/keys.ts';
import type { Grant } from '../heed-function.ts';

const ANY = '*';

/** The partitions of `records`, as patterns of their keys: evidence, release pointer and switches lie in one table, and no role may write to all. */
export const PARTITIONS = {
  /** Evidence and log of everybody; IAM tells partitions apart, not sort keys. */
  person: [personKey(ANY)],
  address: [addressKey(ANY).PK],
  counts: Array.from({ length: COUNT_SLOTS }, (_, slot) => countPartition(ANY, slot)),
  workspace: [CURRENT_KEY.PK],
  definitions: [definitionKey(ANY).PK],
  signUps: [ALL_SIGN_UPS],
  signUpSources: [signUpSourceKey(ANY, 0).PK],
  switches: [ALL_SWITCHES],
  switchLog: [SWITCH_LOG],
  refusals: [refusalsKey(ANY, 0).PK],
  job: [jobKey(ANY).PK],
  crowdJobs: [ALL_JOBS],
  plan: [PLAN_KEY.PK],
  sweep: [sweepKey(0).PK.replace('0', ANY)],
  pace: [PACE_KEY.PK],
  spamRates: [SPAM_RATES],
  erased: [erasedPersonKey(ANY).PK],
} as const satisfies Record<string, readonly string[]>;

export type Partition = keyof typeof PARTITIONS;

/**
 * Permission for one kind of write, on the rows of some partitions of `records` alone. Every such call names its key, so that
 * ForAllValues, which would hold without one, has one to look at.
 */
export function mayWriteRecords(
  records: ITable,
  action: 'PutItem' | 'UpdateItem' | 'DeleteItem',
  partitions: readonly Partition[],
  why: string,
): Grant {
  const keys = partitions.flatMap((partition) => PARTITIONS[partition]);
  return {
    why,
    actions: [`dynamodb:${action}`],
    resources: [records.tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } },
  };
}
