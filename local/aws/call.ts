import type { IncomingMessage } from 'node:http';
import { isObject, type Json, type JsonObject } from '../../shared/kernel/json.ts';
import { AwsError } from './aws-error.ts';

/** SigV4 service names that the gateway serves. */
export type AwsService = 'dynamodb' | 'sqs' | 'events' | 'ses' | 'kms';

/** One API call as it came in, before anybody judged it. */
export interface Call {
  readonly service: AwsService;
  /** The operation: `PutItem`, `SendEmail`. */
  readonly action: string;
  /** Access key id of the signature, empty where there is none; for a worker it is its function's id. */
  readonly caller: string;
  readonly method: string;
  /** Path with query, as sent. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** The body as JSON, parsed once. Throws SerializationException for what is not a JSON object. */
  input(): JsonObject;
}

/** What goes back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

const TARGETS: Readonly<Record<string, AwsService>> = {
  DynamoDB_20120810: 'dynamodb',
  DynamoDBStreams_20120810: 'dynamodb',
  AmazonSQS: 'sqs',
  AWSEvents: 'events',
  TrentService: 'kms',
};

/** Method and path of the SES v2 operations we know; a segment `*` takes anything. */
const SES_ROUTES: readonly (readonly [method: string, path: RegExp, action: string])[] = [
  ['POST', /^\/v2\/email\/outbound-emails\/?$/, 'SendEmail'],
  ['GET', /^\/v2\/email\/account\/?$/, 'GetAccount'],
  ['PUT', /^\/v2\/email\/suppression\/addresses\/?$/, 'PutSuppressedDestination'],
  ['GET', /^\/v2\/email\/suppression\/addresses\/?$/, 'ListSuppressedDestinations'],
  ['GET', /^\/v2\/email\/suppression\/addresses\/[^/]+$/, 'GetSuppressedDestination'],
  ['DELETE', /^\/v2\/email\/suppression\/addresses\/[^/]+$/, 'DeleteSuppressedDestination'],
];

/** Reads a request whole and says which operation of which service it is; null when it is none of ours. */
export async function readCall(request: IncomingMessage): Promise<Call | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const operation = operationOf(request);
  if (!operation) return null;
  const body = Buffer.concat(chunks);
  let parsed: JsonObject | undefined;
  return {
    ...operation,
    caller: callerOf(request.headers.authorization),
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers: request.headers,
    body,
    input() {
      parsed ??= parseBody(body);
      return parsed;
    },
  };
}

function operationOf(request: IncomingMessage): { service: AwsService; action: string } | null {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const [prefix = '', action = ''] = target.split('.');
    const service = TARGETS[prefix];
    return service && action ? { service, action } : null;
  }
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (!path.startsWith('/v2/email/')) return null;
  const route = SES_ROUTES.find(([method, pattern]) => method === request.method && pattern.test(path));
  return { service: 'ses', action: route?.[2] ?? `${request.method} ${path}` };
}

function callerOf(authorization: string | undefined): string {
  return /Credential=([^/,\s]+)/.exec(authorization ?? '')?.[1] ?? '';
}

function parseBody(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  let value: Json;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 400, 'The request body is not valid JSON.');
  }
  if (!isObject(value))
    throw new AwsError('SerializationException', 400, 'Start of structure or map found where not expected.');
  return value;
}
