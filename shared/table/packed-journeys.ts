import type {
  ComingDate,
  EndedEnrollment,
  Ending,
  Enrollment,
  Entry,
  OpenGoal,
  Silence,
} from '../campaigns/enrollment.ts';
import { enrollmentIdOf } from '../campaigns/enrollment.ts';
import type { Json } from '../kernel/json.ts';
import type { Because, Reason } from '../messages/because.ts';
import type { InFlightStatus, Message, MessageStatus, RecentMessage } from '../messages/message.ts';
import type { MessageClass } from '../workspace/definitions.ts';
import { packHmac, unpackHmac } from './packed-consent.ts';
import { packTracked, unpackTracked } from './packed-reach.ts';
import { letters, number, numberOrNull, type Packed, text, textOrNull, trimmed } from './packing.ts';

const classes = letters<MessageClass>({ marketing: 'm', transactional: 't' });
const statuses = letters<MessageStatus>({
  held: 'h',
  queued: 'q',
  sending: 'g',
  sent: 's',
  skipped: 'k',
  failed: 'f',
  unknown: 'u',
  delivered: 'd',
  bounced: 'b',
  complained: 'c',
});

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
    enrollment.heard ?? null,
    enrollment.depth ?? null,
  ]);
}

export function unpackEnrollment(packed: Packed): Enrollment {
  const campaign = text(packed[0]);
  const key = textOrNull(packed[1]);
  const id = packed[2];
  return {
    enrollmentId: Array.isArray(id) ? text(id[0]) : enrollmentIdOf(campaign, key, text(id)),
    campaign,
    pin: text(packed[3]),
    key,
    startedAt: number(packed[4]),
    event: { type: text(packed[5]), occurredAt: number(packed[6]) },
    properties: (packed[7] ?? {}) as Enrollment['properties'],
    position: number(packed[8]),
    dueAt: numberOrNull(packed[9]),
    ...(packed[10] ? { results: packed[10] as NonNullable<Enrollment['results']> } : {}),
    ...(packed[11] ? { heard: text(packed[11]) } : {}),
    ...(packed[12] ? { depth: number(packed[12]) } : {}),
  };
}

/** `enrollments` of the same row: a message names its own by place. */
export function packMessage(message: Message, enrollments: readonly Enrollment[], present: string | null): Packed {
  const place = enrollments.findIndex((each) => each.enrollmentId === message.enrollmentId);
  return trimmed([
    message.messageId,
    message.campaign,
    place < 0 ? message.enrollmentId : place,
    message.stepId,
    message.template,
    classes.pack(message.class),
    message.topic,
    statuses.pack(message.status),
    message.reachedAt,
    message.expiresAt,
    message.notBefore,
    message.priority,
    message.attempts,
    message.replyTo,
    message.because,
    message.claim ? [message.claim.id, message.claim.at] : null,
    packHmac(message.address, present),
    message.requestId,
    message.heldFor ?? null,
  ]);
}

export function unpackMessage(packed: Packed, enrollments: readonly Enrollment[], present: string | null): Message {
  const claim = packed[15] as Packed | null | undefined;
  const place = packed[2];
  return {
    messageId: text(packed[0]),
    campaign: textOrNull(packed[1]),
    enrollmentId: typeof place === 'number' ? (enrollments[place]?.enrollmentId ?? null) : textOrNull(place),
    stepId: textOrNull(packed[3]),
    template: text(packed[4]),
    class: classes.unpack(packed[5], 'marketing'),
    topic: textOrNull(packed[6]),
    status: statuses.unpack(packed[7], 'held') as InFlightStatus,
    reachedAt: number(packed[8]),
    expiresAt: number(packed[9]),
    notBefore: number(packed[10]),
    priority: number(packed[11]),
    attempts: number(packed[12]),
    replyTo: textOrNull(packed[13]),
    because: (packed[14] ?? null) as Because | null,
    claim: claim ? { id: text(claim[0]), at: number(claim[1]) } : null,
    address: unpackHmac(packed[16], present),
    requestId: textOrNull(packed[17]),
    ...(packed[18] ? { heldFor: packed[18] as Reason } : {}),
  };
}

export function packRecent(message: RecentMessage): Packed {
  const { messageId, campaign, topic, status, at, reason } = message;
  const words = [classes.pack(message.class), statuses.pack(status)] as const;
  return trimmed([messageId, campaign, topic, ...words, at, reason, packTracked(message.tracked)]);
}

export function unpackRecent(packed: Packed): RecentMessage {
  const tracked = packed[7];
  return {
    messageId: text(packed[0]),
    campaign: textOrNull(packed[1]),
    topic: textOrNull(packed[2]),
    class: classes.unpack(packed[3], 'marketing'),
    status: statuses.unpack(packed[4], 'sent') as RecentMessage['status'],
    at: number(packed[5]),
    reason: textOrNull(packed[6]),
    ...(Array.isArray(tracked) ? { tracked: unpackTracked(tracked) } : {}),
  };
}

export const packEnded = (ended: EndedEnrollment): Packed => [ended.hash, ended.at];
export const unpackEnded = (packed: Packed): EndedEnrollment => ({ hash: text(packed[0]), at: number(packed[1]) });

export const packEntry = (entry: Entry): Packed => trimmed([entry.campaign, entry.at, entry.key]);
export const unpackEntry = (packed: Packed): Entry => ({
  campaign: text(packed[0]),
  key: textOrNull(packed[2]),
  at: number(packed[1]),
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
  campaign: text(packed[0]),
  trigger: number(packed[1]),
  key: textOrNull(packed[2]),
  eventId: text(packed[3]),
  type: text(packed[4]),
  occurredAt: number(packed[5]),
  properties: (packed[6] ?? {}) as Silence['properties'],
  dueAt: number(packed[7]),
});

export const packComingDate = (each: ComingDate): Packed => [
  each.campaign,
  each.trigger,
  each.key,
  each.day,
  each.before,
  each.dueAt,
];
export const unpackComingDate = (packed: Packed): ComingDate => ({
  campaign: text(packed[0]),
  trigger: number(packed[1]),
  key: textOrNull(packed[2]),
  day: text(packed[3]),
  before: text(packed[4]),
  dueAt: number(packed[5]),
});

const endingKinds = letters<Ending['what']>({ exit: 'x', goal: 'g', silence: 's' });

export const packEnding = (each: Ending): Packed =>
  trimmed([
    each.campaign,
    each.key,
    endingKinds.pack(each.what),
    each.occurredAt,
    each.event,
    each.by,
    each.value ?? null,
  ]);
export const unpackEnding = (packed: Packed): Ending => ({
  campaign: text(packed[0]),
  key: textOrNull(packed[1]),
  what: endingKinds.unpack(packed[2], 'exit'),
  occurredAt: number(packed[3]),
  event: text(packed[4]),
  by: text(packed[5]),
  ...(typeof packed[6] === 'number' ? { value: packed[6] } : {}),
});

export const packGoal = (each: OpenGoal): Packed => [
  each.campaign,
  each.enrollmentId,
  each.key,
  each.since,
  each.until,
];
export const unpackGoal = (packed: Packed): OpenGoal => ({
  campaign: text(packed[0]),
  enrollmentId: text(packed[1]),
  key: textOrNull(packed[2]),
  since: number(packed[3]),
  until: number(packed[4]),
});
