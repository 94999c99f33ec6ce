import * as z from 'zod';
import type { Care } from '../consent/care.ts';
import type { PreferenceName, Preferences } from '../consent/preferences.ts';
import type { Json } from '../kernel/json.ts';
import type { PendingAddress, PendingErasure } from '../person/person.ts';
import { anyJson, firstWrong } from './row-fields.ts';
import { wrong } from './unpacking.ts';

/* Parts of the state that few people have: kept as they are, without packing, and read by schema. */

const instantOrNull = z.number().nullable().default(null);

const care: z.ZodType<Care> = z.looseObject({
  tickets: z
    .array(z.looseObject({ ticketId: z.string(), openedAt: instantOrNull, closedAt: instantOrNull }))
    .default([]),
  flags: z
    .array(
      z.looseObject({
        flag: z.string(),
        setAt: instantOrNull,
        liftedAt: instantOrNull,
        setBy: z.string().nullable().default(null),
        liftedBy: z.string().nullable().default(null),
      }),
    )
    .default([]),
});

const choice = z.looseObject({ value: anyJson, at: z.number() }).optional();

const preferences: z.ZodType<Preferences> = z.looseObject({
  frequency: choice,
  days: choice,
  hours: choice,
  pausedUntil: choice,
  language: choice,
  muted: choice,
  timeZone: choice,
} satisfies Record<PreferenceName, typeof choice>);

const pendingAddress: z.ZodType<PendingAddress> = z.looseObject({
  email: z.string(),
  hmac: z.string(),
  requestId: z.string(),
  requestedAt: z.number(),
  expiresAt: z.number(),
});

const pendingErasure: z.ZodType<PendingErasure> = z.looseObject({
  address: z.string().nullable(),
  reason: z.string(),
  keepUntil: z.number(),
  others: z.array(z.string()),
  againAt: z.number(),
});

/** Each throws WrongPlaceError where the place does not hold it. */
export const unpackCare = readBy(care);
export const unpackPreferences = readBy(preferences);
export const unpackPendingAddress = readBy(pendingAddress);
export const unpackPendingErasure = readBy(pendingErasure);

function readBy<Value>(schema: z.ZodType<Value>): (value: Json, place: string) => Value {
  return (value, place) => {
    const read = schema.safeParse(value);
    if (read.success) return read.data;
    const { path, fault } = firstWrong(read.error);
    return wrong(`${place}${path}`, fault);
  };
}
