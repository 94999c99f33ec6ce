import * as z from 'zod';
import type { Because, Reason } from '../messages/because.ts';
import type { TraceLine } from '../messages/gates.ts';
import type { LogEntry, RunSide } from '../person/effects.ts';
import type { MessageClass } from '../workspace/definitions.ts';
import { anyJsonObject, word } from './row-fields.ts';

const fact = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

const because: z.ZodType<Because> = z.object({ reason: word<Reason>() }).catchall(fact);

const traceLine: z.ZodType<TraceLine> = z.looseObject({
  gate: z.string(),
  verdict: word<TraceLine['verdict']>(),
  facts: anyJsonObject,
});

const textOrNull = z.string().nullable().default(null);

/** What every log entry has, in a row and in an effect; an absent field is null. */
export const logEntryFields = {
  id: z.string(),
  at: z.number(),
  kind: word<LogEntry['kind']>(),
  campaign: textOrNull,
  enrollmentId: textOrNull,
  messageId: textOrNull,
  topic: textOrNull,
  class: word<MessageClass>().nullable().default(null),
  verdict: word<LogEntry['verdict']>(),
  because: because.nullable().default(null),
  until: z.number().nullable().default(null),
  trace: z.array(traceLine).default([]),
  stepId: z.string().optional(),
  enters: word<RunSide>().optional(),
  heldFor: word<Reason>().optional(),
  aside: z.literal(true).optional(),
};
