import { RemovalPolicy } from 'aws-cdk-lib';
import { type Attribute, BillingMode, type StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

export type RetainedTableProps = {
  readonly tableName: string;
  readonly partitionKey: Attribute;
  readonly sortKey?: Attribute;
  readonly stream?: StreamViewType;
  readonly timeToLiveAttribute?: string;
};

/**
 * A table that outlives every mistake with a stack: retained, protected from deletion, restorable to any second of 28 days:
 * whoever is erased must be gone from every backup within 30 (P-56).
 * Its name is fixed on purpose. A stack that is deleted and deployed again then stops at the table that is still there;
 * with generated names it would start on an empty one, and an empty store has forgotten every withdrawal.
 */
export function retainedTable(scope: Construct, id: string, props: RetainedTableProps): Table {
  return new Table(scope, id, {
    ...props,
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 28 },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}
