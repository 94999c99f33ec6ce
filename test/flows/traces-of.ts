import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { type AttributeValue, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import {
  ChangeMessageVisibilityCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { decodePerson } from '../../shared/table/person-codec.ts';
import type { RunningHeed } from './local-run.ts';

/** Where a text was found, as `records: PERSON#c-1`. */
export type Trace = string;

/** A text in every form that something may hide it in; base64 in its three alignments, without what its neighbours decide. */
export function formsOf(text: string): readonly string[] {
  const base64 = [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]).toString('base64');
    const whole = encoded.replace(/=+$/, '').slice(shift === 0 ? 0 : 4, -2);
    return [whole, whole.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const hex = Buffer.from(text).toString('hex');
  const percent = hex.replace(/../g, '%$&');
  return [...new Set([text, encodeURIComponent(text), ...base64, hex, percent].map((form) => form.toLowerCase()))];
}

async function rowsOf(heed: RunningHeed): Promise<readonly (readonly [Trace, string])[]> {
  const client = new DynamoDBClient(heed.aws);
  const found: [Trace, string][] = [];
  for (const TableName of [heed.endpoints.peopleTable, heed.endpoints.recordsTable]) {
    for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
      for (const item of Items) found.push([`${TableName}: ${item.PK?.S ?? item.profileId?.S}`, textOf(item)]);
    }
  }
  client.destroy();
  return found;
}

/** The row as it is, and what its deflated state says. */
function textOf(item: Record<string, AttributeValue>): string {
  const person = item.state?.B ? JSON.stringify(decodePerson(item)) : '';
  const inflated = Object.values(item).flatMap((value) => {
    try {
      return value.B ? [inflateRawSync(value.B).toString()] : [];
    } catch {
      return [];
    }
  });
  return [JSON.stringify(item), person, ...inflated].join('\n');
}

async function messagesOf(heed: RunningHeed): Promise<readonly (readonly [Trace, string])[]> {
  const client = new SQSClient(heed.aws);
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
  const found: [Trace, string][] = [];
  for (const QueueUrl of QueueUrls) {
    const taken: (string | undefined)[] = [];
    for (;;) {
      const call = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 };
      const { Messages = [] } = await client.send(new ReceiveMessageCommand(call));
      if (Messages.length === 0) break;
      for (const { Body = '', ReceiptHandle } of Messages) {
        found.push([`queue ${QueueUrl.split('/').at(-1)}`, Body]);
        taken.push(ReceiptHandle);
      }
    }
    // Given back: whoever looks next sees them again.
    for (const ReceiptHandle of taken) {
      await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    }
  }
  client.destroy();
  return found;
}

/** Logs of the functions and records that the relay gave up. */
function filesOf(heed: RunningHeed): readonly (readonly [Trace, string])[] {
  return ['logs', 'failures'].flatMap((folder) =>
    readdirSync(join(heed.data, folder)).map(
      (name) => [`${folder}/${name}`, readFileSync(join(heed.data, folder, name), 'utf8')] as const,
    ),
  );
}

/**
 * Every place of a run that holds a text, in plain or encoded: rows of both tables, messages of all queues, logs, output. The
 * people's mailboxes are theirs, and are left out.
 */
export async function tracesOf(heed: RunningHeed, text: string): Promise<readonly Trace[]> {
  const forms = formsOf(text);
  const places = [
    ...(await rowsOf(heed)),
    ...(await messagesOf(heed)),
    ...filesOf(heed),
    ['output', heed.output()] as const,
  ];
  return places
    .filter(([, content]) => forms.some((form) => content.toLowerCase().includes(form)))
    .map(([where]) => where);
}
