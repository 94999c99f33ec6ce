import { dynamodbCall } from '../engines/dynamodb-call.ts';
import { AwsError } from './aws-error.ts';
import type { Call } from './call.ts';
import { type KmsOptions, keyArn, resolveKey } from './kms.ts';
import { ACCOUNT, type NeedsLookup } from './need.ts';
import { neededPermissions } from './needs.ts';
import { createPartitionKeys } from './partition-keys.ts';
import { type Denial, evaluate, type PolicyStatement, refusalWords } from './roles.ts';

interface GatekeeperOptions {
  readonly region: string;
  readonly roles: ReadonlyMap<string, readonly PolicyStatement[]>;
  readonly dynamodbUrl: string;
  readonly kms: KmsOptions;
}

export interface Gatekeeper {
  readonly denied: readonly Denial[];
  /** Resolves when the caller's role allows the call; rejects with AccessDeniedException and keeps the denial. */
  check(call: Call): Promise<void>;
}

/** SES and SQS say 403, the JSON services 400. */
const FORBIDDEN_STATUS = { dynamodb: 400, events: 400, kms: 400, ses: 403, sqs: 403 } as const;

/** Stands where IAM stands: before the service sees a function's call. */
export function createGatekeeper(options: GatekeeperOptions): Gatekeeper {
  const denied: Denial[] = [];
  const partitionKeys = createPartitionKeys(dynamodbCall(options.dynamodbUrl, options.region));
  const lookup: NeedsLookup = {
    region: options.region,
    partitionKey: (table) => partitionKeys.of(table),
    kmsKeyArn: (keyId) => {
      const id = resolveKey(options.kms, keyId);
      return id === undefined ? undefined : keyArn(options.region, id);
    },
  };
  return {
    denied,
    async check(call) {
      const statements = options.roles.get(call.caller);
      if (!statements) return;
      if (call.service === 'dynamodb' && statements.some(asksLeadingKeys)) await partitionKeys.learn(call.input());
      for (const need of neededPermissions(call, lookup)) {
        const verdict = evaluate(statements, need);
        if (verdict === 'allowed') continue;
        denied.push({
          function: call.caller,
          action: need.action,
          resource: need.resources[0] ?? '*',
          at: new Date(Date.now()).toISOString(),
        });
        const principal = `arn:aws:sts::${ACCOUNT}:assumed-role/${call.caller}/${call.caller}`;
        throw new AwsError(
          'AccessDeniedException',
          FORBIDDEN_STATUS[call.service],
          refusalWords(principal, need, verdict),
        );
      }
    },
  };
}

function asksLeadingKeys(statement: PolicyStatement): boolean {
  return Object.values(statement.Condition ?? {}).some((keys) =>
    Object.keys(keys).some((key) => key.toLowerCase() === 'dynamodb:leadingkeys'),
  );
}
