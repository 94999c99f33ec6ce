import type {
  ComingDate,
  EndedEnrollment,
  Ending,
  Enrollment,
  Entry,
  Heard,
  OpenGoal,
  Silence,
} from '../campaigns/enrollment.ts';
import { enrollmentIdOf } from '../campaigns/enrollment.ts';
import type { Json } from '../kernel/json.ts';
import { letters } from './letters.ts';
import { type Packed, packIds, trimmed } from './packing.ts';
import {
  idsOf,
  isList,
  isText,
  number,
  numberOrNull,
  objectOf,
  recordOrNull,
  recordsOf,
  text,
  textOrNull,
} from './unpacking.ts';

/** The id is almost always campaign, key and trigger: only the trigger is kept. Another one is kept whole, in a list. */
function packEnrollmentId({ enrollmentId, campaign, key }: Enrollment): Json {
  const prefix = enrollmentIdOf(campaign, key, '');
  return enrollmentId.startsWith(prefix) ? enrollmentId.slice(prefix.length) : [enrollmentId];
}

export function packEnrollment(enrollment: Enrollment): Packed {
  return trimmed([
    enrollment.campaign,
    enrollment.key,
    packEnrollmentId(enrollment),
    enrollment.pin,
    enrollment.startedAt,
    enrollment.event.type,
    enrollment.event.occurredAt,
    enrollment.properties,
    enrollment.position,
    enrollment.dueAt,
    enrollment.results ?? null,
    enrollment.heard?.map(packHeard) ?? null,
    enrollment.depth ?? null,
  ]);
}

const packHeard = (each: Heard): Packed =>
  trimmed([each.event, each.occurredAt, packIds(each.steps), each.results ?? null]);
const unpackHeard = (packed: Packed): Heard => ({
  event: text(packed, 0),
  occurredAt: number(packed, 1),
  steps: idsOf(packed[2], 2),
  ...(packed[3] ? { results: objectOf(packed[3], 3) } : {}),
});

/** Of an older row the id of the one step that had heard its event. */
function heardOf(value: Json | undefined): readonly Heard[] {
  return isText(value) ? [{ event: '', occurredAt: 0, steps: [value] }] : recordsOf(value, 11, unpackHeard);
}

function unpackEnrollmentId(packed: Packed, campaign: string, key: string | null): string {
  const whole = isList(packed[2]) ? recordOrNull(packed[2], 2, (id) => text(id, 0)) : null;
  return whole ?? enrollmentIdOf(campaign, key, text(packed, 2));
}

export function unpackEnrollment(packed: Packed): Enrollment {
  const campaign = text(packed, 0);
  const key = textOrNull(packed, 1);
  const heard = heardOf(packed[11]);
  const depth = numberOrNull(packed, 12);
  return {
    enrollmentId: unpackEnrollmentId(packed, campaign, key),
    campaign,
    pin: text(packed, 3),
    key,
    startedAt: number(packed, 4),
    event: { type: text(packed, 5), occurredAt: number(packed, 6) },
    properties: objectOf(packed[7], 7),
    position: number(packed, 8),
    dueAt: numberOrNull(packed, 9),
    ...(packed[10] ? { results: objectOf(packed[10], 10) } : {}),
    ...(heard.length > 0 ? { heard } : {}),
    ...(depth ? { depth } : {}),
  };
}

export const packEnded = (ended: EndedEnrollment): Packed => [ended.hash, ended.at];
export const unpackEnded = (packed: Packed): EndedEnrollment => ({ hash: text(packed, 0), at: number(packed, 1) });

export const packEntry = (entry: Entry): Packed => trimmed([entry.campaign, entry.at, entry.key]);
export const unpackEntry = (packed: Packed): Entry => ({
  campaign: text(packed, 0),
  key: textOrNull(packed, 2),
  at: number(packed, 1),
});

export const packSilence = (each: Silence): Packed => [
  each.campaign,
  each.trigger,
  each.key,
  each.eventId,
  each.type,
  each.occurredAt,
  each.properties,
  each.dueAt,
];
export const unpackSilence = (packed: Packed): Silence => ({
  campaign: text(packed, 0),
  trigger: number(packed, 1),
  key: textOrNull(packed, 2),
  eventId: text(packed, 3),
  type: text(packed, 4),
  occurredAt: number(packed, 5),
  properties: objectOf(packed[6], 6),
  dueAt: number(packed, 7),
});

export const packComingDate = (each: ComingDate): Packed =>
  trimmed([each.campaign, each.trigger, each.key, each.day, each.before, each.dueAt, each.told ?? null]);
/** A row that is older than `told` does not say whether its date comes round: it reads as one that comes once, until it is armed anew. */
export function unpackComingDate(packed: Packed): ComingDate {
  const told = numberOrNull(packed, 6);
  return {
    campaign: text(packed, 0),
    trigger: number(packed, 1),
    key: textOrNull(packed, 2),
    day: text(packed, 3),
    before: text(packed, 4),
    dueAt: number(packed, 5),
    ...(told === null ? {} : { told }),
  };
}

const endingKinds = letters<Ending['what']>({ exit: 'x', goal: 'g', silence: 's', wait: 'w' });

export const packEnding = (each: Ending): Packed =>
  trimmed([
    each.campaign,
    each.key,
    endingKinds.pack(each.what),
    each.occurredAt,
    each.event,
    each.by,
    each.value ?? null,
    each.steps ? packIds(each.steps) : null,
    each.results ?? null,
  ]);
export function unpackEnding(packed: Packed): Ending {
  const value = numberOrNull(packed, 6);
  return {
    campaign: text(packed, 0),
    key: textOrNull(packed, 1),
    what: endingKinds.unpack(packed, 2),
    occurredAt: number(packed, 3),
    event: text(packed, 4),
    by: text(packed, 5),
    ...(value === null ? {} : { value }),
    ...(packed[7] ? { steps: idsOf(packed[7], 7) } : {}),
    ...(packed[8] ? { results: objectOf(packed[8], 8) } : {}),
  };
}

export const packGoal = (each: OpenGoal): Packed => [
  each.campaign,
  each.enrollmentId,
  each.key,
  each.since,
  each.until,
];
export const unpackGoal = (packed: Packed): OpenGoal => ({
  campaign: text(packed, 0),
  enrollmentId: text(packed, 1),
  key: textOrNull(packed, 2),
  since: number(packed, 3),
  until: number(packed, 4),
});
