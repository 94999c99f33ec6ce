import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { JsonObject } from '../../shared/kernel/json.ts';
import type { AwsError } from './aws-error.ts';
import type { Answer, AwsService } from './call.ts';

const CONTENT_TYPES: Readonly<Record<AwsService, string>> = {
  dynamodb: 'application/x-amz-json-1.0',
  sqs: 'application/x-amz-json-1.0',
  events: 'application/x-amz-json-1.1',
  kms: 'application/x-amz-json-1.1',
  ses: 'application/json',
};

/** Errors that come from AWS's frame and not from a service's own model carry the frame's namespace. */
const FRAME = new Map([
  ['AccessDeniedException', 'com.amazon.coral.service#'],
  ['SerializationException', 'com.amazon.coral.service#'],
  ['UnknownOperationException', 'com.amazon.coral.service#'],
  ['ValidationException', 'com.amazon.coral.validate#'],
]);

const NAMESPACES: Readonly<Record<AwsService, string>> = {
  dynamodb: 'com.amazonaws.dynamodb.v20120810#',
  sqs: 'com.amazonaws.sqs#',
  events: '',
  kms: '',
  ses: '',
};

/** SQS names in the query protocol that differ from their JSON names. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  AccessDeniedException: 'AccessDenied',
  RequestThrottled: 'RequestThrottled',
};

/** A service's answer of 200 with its content type, request id and, for DynamoDB, checksum. */
export function successAnswer(service: AwsService, output: JsonObject): Answer {
  return jsonAnswer(service, 200, output, {});
}

/** A service's error in its own wire shape: `__type` in the body of JSON protocols, `x-amzn-ErrorType` for SES's REST. */
export function errorAnswer(service: AwsService, error: AwsError): Answer {
  if (service === 'ses')
    return jsonAnswer(
      service,
      error.status,
      { message: error.message, ...error.members },
      { 'x-amzn-errortype': error.name },
    );
  const namespace = service === 'events' || service === 'kms' ? '' : (FRAME.get(error.name) ?? NAMESPACES[service]);
  const headers: Record<string, string> =
    service === 'sqs'
      ? {
          'x-amzn-query-error': `${QUERY_CODES[error.name] ?? error.name};${error.status < 500 ? 'Sender' : 'Receiver'}`,
        }
      : {};
  const words: JsonObject = { [error.name === 'AccessDeniedException' ? 'Message' : 'message']: error.message };
  return jsonAnswer(
    service,
    error.status,
    { __type: `${namespace}${error.name}`, ...words, ...error.members },
    headers,
  );
}

function jsonAnswer(service: AwsService, status: number, output: JsonObject, headers: Record<string, string>): Answer {
  const body = Buffer.from(JSON.stringify(output));
  return {
    status,
    body,
    headers: {
      'content-type': CONTENT_TYPES[service],
      'content-length': String(body.length),
      'x-amzn-requestid': randomUUID(),
      ...(service === 'dynamodb' && { 'x-amz-crc32': String(crc32(body)) }),
      ...headers,
    },
  };
}
