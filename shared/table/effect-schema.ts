import * as z from 'zod';
import type { MessageMark, MessageStatus } from '../messages/message.ts';
import type { Effect, Told } from '../person/effects.ts';
import { logEntryFields } from './log-entry-schema.ts';
import { anyJsonObject, word } from './row-fields.ts';

const versions = z.looseObject({
  person: z.number(),
  consentAt: z.number().optional(),
  preferencesAt: z.number().optional(),
  release: z.number(),
  policy: z.string(),
  cause: z.string(),
});

const told: z.ZodType<Told> = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.enum(['merge-away', 'merge-done']), into: z.string(), at: z.number() }),
  z.looseObject({ kind: z.literal('merge-in'), from: z.string(), at: z.number() }),
  z.looseObject({ kind: z.literal('erasure'), at: z.number(), reason: z.string() }),
]);

const event = { event: z.string(), eventId: z.string(), properties: anyJsonObject, at: z.number() };

/** Of each type what it needs to be performed; what newer code adds to it is passed on. */
const schemas = {
  send: z.looseObject({ type: z.literal('send'), messageId: z.string(), priority: z.boolean(), at: z.number() }),
  log: z.looseObject({
    type: z.literal('log'),
    entry: z.looseObject({ ...logEntryFields, inputs: versions.optional() }),
  }),
  'message-feedback': z.looseObject({
    type: z.literal('message-feedback'),
    messageId: z.string(),
    logAt: z.number(),
    status: word<MessageStatus | MessageMark>(),
    at: z.number(),
    campaign: z.string().nullable(),
  }),
  emit: z.looseObject({ type: z.literal('emit'), ...event, depth: z.number() }),
  publish: z.looseObject({ type: z.literal('publish'), ...event }),
  'address-held': z.looseObject({ type: z.literal('address-held'), address: z.string(), since: z.number() }),
  'address-left': z.looseObject({ type: z.literal('address-left'), address: z.string() }),
  tell: z.looseObject({ type: z.literal('tell'), profileId: z.string(), told }),
  evidence: z.looseObject({
    type: z.literal('evidence'),
    at: z.number(),
    proofFor: z.number(),
    forgetAfter: z.number(),
    confirmWithin: z.number(),
  }),
  erase: z.looseObject({
    type: z.literal('erase'),
    at: z.number(),
    address: z.string().nullable(),
    reason: z.string(),
    keepUntil: z.number(),
  }),
} satisfies { readonly [Type in Effect['type']]: z.ZodType<Extract<Effect, { readonly type: Type }>> };

export const effectsSchema: z.ZodType<readonly Effect[]> = z.array(
  z.discriminatedUnion('type', [
    schemas.send,
    schemas.log,
    schemas['message-feedback'],
    schemas.emit,
    schemas.publish,
    schemas['address-held'],
    schemas['address-left'],
    schemas.tell,
    schemas.evidence,
    schemas.erase,
  ]),
);
