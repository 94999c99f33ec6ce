import { connectUpstream } from './upstream.ts';

/** A call of DynamoDB or its streams by the runner itself: straight to the engine, past the gateway's roles, faults and meter. */
export type DynamodbCall = (operation: string, input: Record<string, unknown>) => Promise<Record<string, unknown>>;

const STREAM_OPERATIONS = new Set(['ListStreams', 'DescribeStream', 'GetShardIterator', 'GetRecords']);

/** An answer of the engine that is an error; `name` is AWS's error name. */
export class DynamodbError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Calls the engine at `origin`. Rejects with `DynamodbError` for an error answer. */
export function dynamodbCall(origin: string, region: string): DynamodbCall {
  // The engine wants a signature's form and does not check it.
  const authorization = `AWS4-HMAC-SHA256 Credential=runner/20260101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;
  const engine = connectUpstream(origin);
  return async (operation, input) => {
    const api = STREAM_OPERATIONS.has(operation) ? 'DynamoDBStreams_20120810' : 'DynamoDB_20120810';
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `${api}.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization,
    };
    const { status, body } = await engine.perform(
      { method: 'POST', url: '/', headers },
      Buffer.from(JSON.stringify(input)),
    );
    const answer = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    if (status === 200) return answer;
    const { __type, message, Message } = answer as { __type?: string; message?: string; Message?: string };
    const name = (__type ?? String(status)).replace(/^.*#/, '');
    throw new DynamodbError(name, `${operation}: ${message ?? Message ?? ''}`);
  };
}
