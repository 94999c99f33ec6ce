import type { JsonObject } from '../../shared/kernel/json.ts';
import type { Call } from './call.ts';
import { ACCOUNT, type Need, type NeedsLookup, text } from './need.ts';
import { dynamodbNeeds } from './needs-dynamodb.ts';
import { sesNeeds } from './needs-ses.ts';

/** The permissions that a call needs, as the service authorization reference says: batches need one a resource or an item. */
export function neededPermissions(call: Call, lookup: NeedsLookup): readonly Need[] {
  const input = call.input();
  switch (call.service) {
    case 'dynamodb':
      return dynamodbNeeds(call.action, input, lookup);
    case 'sqs':
      return [
        {
          action: `sqs:${call.action.replace(/Batch$/, '')}`,
          resources: [queueArn(input, lookup.region)],
          context: {},
        },
      ];
    case 'events':
      return eventsNeeds(call.action, input, lookup.region);
    case 'ses':
      return sesNeeds(call.action, input, lookup.region);
    case 'kms':
      return [kmsNeed(call.action, input, lookup)];
  }
}

function queueArn(input: JsonObject, region: string): string {
  const name = text(input.QueueUrl)?.split('/').at(-1) ?? text(input.QueueName);
  return name ? `arn:aws:sqs:${region}:${ACCOUNT}:${name}` : '*';
}

function eventsNeeds(action: string, input: JsonObject, region: string): Need[] {
  if (action !== 'PutEvents') return [{ action: `events:${action}`, resources: ['*'], context: {} }];
  const entries = Array.isArray(input.Entries) ? (input.Entries as JsonObject[]) : [];
  return entries.map((entry) => ({
    action: 'events:PutEvents',
    resources: [busArn(text(entry.EventBusName) ?? 'default', region)],
    context: {
      ...(text(entry.Source) && { 'events:source': [text(entry.Source)!] }),
      ...(text(entry.DetailType) && { 'events:detail-type': [text(entry.DetailType)!] }),
    },
  }));
}

function busArn(name: string, region: string): string {
  return name.startsWith('arn:') ? name : `arn:aws:events:${region}:${ACCOUNT}:event-bus/${name}`;
}

function kmsNeed(action: string, input: JsonObject, lookup: NeedsLookup): Need {
  const keyId = text(input.KeyId) ?? '';
  return {
    action: `kms:${action}`,
    resources: [lookup.kmsKeyArn(keyId) ?? `arn:aws:kms:${lookup.region}:${ACCOUNT}:key/${keyId}`],
    context: {
      ...(text(input.MacAlgorithm) && { 'kms:MacAlgorithm': [text(input.MacAlgorithm)!] }),
      ...(keyId.startsWith('alias/') && { 'kms:RequestAlias': [keyId] }),
    },
  };
}
