import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { SESv2Client, type SESv2ClientConfig } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SES_TIMEOUT } from './ses-failures.ts';

/*
 * The one place where SDK clients are built: every number of attempts and every time limit is here on purpose.
 * Region, credentials and endpoint come from the environment, so that nothing here knows where it runs.
 */

/** Sockets stay open between the calls of an invocation and between invocations: a TLS handshake costs some 20 ms. */
const agent = { keepAlive: true, maxSockets: 50 };

/** ms. Without `throwOnRequestTimeout` the SDK would only warn and go on waiting. */
function within(requestTimeout: number) {
  return { connectionTimeout: 1_000, requestTimeout, throwOnRequestTimeout: true, httpAgent: agent, httpsAgent: agent };
}

/** Whatever has a client's stack of middleware. */
interface Stacked {
  readonly middlewareStack: { remove(name: string): boolean };
}

/**
 * The SDK copies each request and answer for a log that nobody keeps, and that might hold an address if somebody did: a twentieth
 * of what a call costs.
 */
export function unlogged<Client extends Stacked>(client: Client): Client {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

/** Conditional writes and derived ids make every call repeatable, so the SDK may try again. */
export function dynamoClient(): DynamoDBClient {
  return unlogged(new DynamoDBClient({ maxAttempts: 3, requestHandler: within(5_000) }));
}

/** A message that is queued twice is claimed once. */
export function sqsClient(): SQSClient {
  return unlogged(new SQSClient({ maxAttempts: 3, requestHandler: within(5_000) }));
}

/** An event that is published twice has the same id. */
export function eventBridgeClient(): EventBridgeClient {
  return unlogged(new EventBridgeClient({ maxAttempts: 3, requestHandler: within(5_000) }));
}

export function kmsClient(): KMSClient {
  return unlogged(new KMSClient({ maxAttempts: 3, requestHandler: within(5_000) }));
}

/**
 * One attempt (P-71): the SDK's own retries would send again after a timeout or a lost answer, when SES may have taken the
 * mail already, and SES knows no idempotency token. `at`: another place than that of the environment, for the command line.
 */
export function sesClient(at: Pick<SESv2ClientConfig, 'region' | 'endpoint' | 'credentials'> = {}): SESv2Client {
  return unlogged(new SESv2Client({ ...at, maxAttempts: 1, requestHandler: within(SES_TIMEOUT) }));
}
