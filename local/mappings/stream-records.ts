import type { DynamodbCall } from '../engines/dynamodb-call.ts';

type Image = Readonly<Record<string, unknown>>;

/** A stream record as Lambda hands it to a function. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventVersion: string;
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Image;
    readonly NewImage?: Image;
    readonly OldImage?: Image;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: string;
  };
}

/** Reads a table's stream record by record. */
export interface StreamReader {
  /** The next records, at most `limit`; none when all is read. */
  next(limit: number): Promise<StreamRecord[]>;
}

/** Sequence numbers of DynamoDB have 21 digits or more; the engine's are small. The padding keeps their order as texts too. */
const SEQUENCE_DIGITS = 21;

/** The engine's own number of a record. */
export function engineSequence(record: StreamRecord): string {
  return BigInt(record.dynamodb.SequenceNumber).toString();
}

/** Opens the stream of a table behind the record `after` (the engine's number), or at its beginning. */
export async function openStream(
  call: DynamodbCall,
  table: string,
  arn: string,
  region: string,
  after: string | null,
): Promise<StreamReader> {
  const { Table } = (await call('DescribeTable', { TableName: table })) as { Table: { LatestStreamArn?: string } };
  const StreamArn = Table.LatestStreamArn;
  if (!StreamArn) throw new Error(`table ${table} has no stream`);
  const { StreamDescription } = (await call('DescribeStream', { StreamArn })) as {
    StreamDescription: { Shards: { ShardId: string }[] };
  };
  const shard = StreamDescription.Shards[0];
  const iterator = async (after: string | null) => {
    const from =
      after === null
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after };
    const { ShardIterator } = await call('GetShardIterator', { StreamArn, ShardId: shard?.ShardId, ...from });
    return ShardIterator as string;
  };
  let last = after;
  let next: string | null = null;
  return {
    async next(limit) {
      next ??= await iterator(last);
      const answer = await call('GetRecords', { ShardIterator: next, Limit: limit }).catch((error: unknown) => {
        next = null;
        throw error;
      });
      next = typeof answer.NextShardIterator === 'string' ? answer.NextShardIterator : null;
      const records = (answer.Records as StreamRecord[]).map((record) => inLambdaShape(record, arn, region));
      const latest = records.at(-1);
      if (latest) last = engineSequence(latest);
      return records;
    },
  };
}

function inLambdaShape(record: StreamRecord, arn: string, region: string): StreamRecord {
  const at: unknown = record.dynamodb.ApproximateCreationDateTime;
  return {
    ...record,
    awsRegion: region,
    eventSource: 'aws:dynamodb',
    eventSourceARN: arn,
    dynamodb: {
      ...record.dynamodb,
      ApproximateCreationDateTime: typeof at === 'number' ? at : Math.floor(Date.parse(String(at)) / 1000),
      SequenceNumber: record.dynamodb.SequenceNumber.padStart(SEQUENCE_DIGITS, '0'),
    },
  };
}
