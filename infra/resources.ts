import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { ConfigurationSet } from './configuration-set.ts';
import type { FunctionCode } from './function-code.ts';

/** What the functions are wired to; each takes what it needs and gets a grant for just that. */
export type Resources = {
  readonly prefix: string;
  readonly code: FunctionCode;
  readonly people: ITable;
  readonly records: ITable;
  readonly macKey: IKey;
  readonly bus: IEventBus;
  readonly inputs: IQueue;
  readonly send: IQueue;
  readonly sendPriority: IQueue;
  readonly rejected: IQueue;
  readonly jobs: IQueue;
  /** Where customer events and orders to send may rest until an operator comes: an erasure looks through them. */
  readonly resting: {
    readonly undelivered: IQueue;
    readonly inputsDead: IQueue;
    readonly sendDead: IQueue;
    readonly sendPriorityDead: IQueue;
  };
  readonly marketing: ConfigurationSet;
  readonly transactional: ConfigurationSet;
  /** Where links in mails point to: `https://…`, no trailing slash. */
  readonly linkOrigin: string;
  /** The ARNs of the SES identities that mail may be sent from. */
  readonly senderIdentities: readonly string[];
  /** Patterns of those that this stage may write to (P-88); undefined: everybody. */
  readonly allowedRecipients: readonly string[] | undefined;
  /** The sender domains are looked up in DNS each day (P-87). */
  readonly looksUpSenders: boolean;
};
