import type { Enrollment } from '../campaigns/enrollment.ts';
import { isObject, type Json } from '../kernel/json.ts';
import type { Because, Reason } from '../messages/because.ts';
import type { InFlightStatus, Message, RecentMessage } from '../messages/message.ts';
import type { MessageClass } from '../workspace/definitions.ts';
import { letters } from './letters.ts';
import { packHmac, unpackHmac } from './packed-consent.ts';
import { packTracked, unpackTracked } from './packed-reach.ts';
import { type Packed, trimmed } from './packing.ts';
import { isList, isNumber, isText, number, recordOrNull, text, textOrNull, wordOrNull, wrong } from './unpacking.ts';

const classes = letters<MessageClass>({ marketing: 'm', transactional: 't' });
const inFlight = letters<InFlightStatus>({ held: 'h', queued: 'q', sending: 'g' });
const ended = letters<RecentMessage['status']>({
  sent: 's',
  skipped: 'k',
  failed: 'f',
  unknown: 'u',
  delivered: 'd',
  bounced: 'b',
  complained: 'c',
});

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
    inFlight.pack(message.status),
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

function unpackEnrollmentOf(packed: Packed, enrollments: readonly Enrollment[]): string | null {
  const place = packed[2];
  return isNumber(place) ? (enrollments[place]?.enrollmentId ?? null) : textOrNull(packed, 2);
}

export function unpackMessage(packed: Packed, enrollments: readonly Enrollment[], present: string | null): Message {
  const heldFor = wordOrNull<Reason>(packed, 18);
  return {
    messageId: text(packed, 0),
    campaign: textOrNull(packed, 1),
    enrollmentId: unpackEnrollmentOf(packed, enrollments),
    stepId: textOrNull(packed, 3),
    template: text(packed, 4),
    class: classes.unpack(packed, 5),
    topic: textOrNull(packed, 6),
    status: inFlight.unpack(packed, 7),
    reachedAt: number(packed, 8),
    expiresAt: number(packed, 9),
    notBefore: number(packed, 10),
    priority: number(packed, 11),
    attempts: number(packed, 12),
    replyTo: textOrNull(packed, 13),
    because: unpackBecause(packed, 14),
    claim: recordOrNull(packed[15], 15, (claim) => ({ id: text(claim, 0), at: number(claim, 1) })),
    address: unpackHmac(packed, 16, present),
    requestId: textOrNull(packed, 17),
    ...(heldFor === null ? {} : { heldFor }),
  };
}

function unpackBecause(packed: Packed, place: number): Because | null {
  const value = packed[place] ?? null;
  return value === null || isBecause(value) ? value : wrong(place, 'is no reason with its facts');
}

function isBecause(value: Json): value is Because {
  return isObject(value) && isText(value['reason']) && Object.values(value).every(isFact);
}

function isFact(value: Json): boolean {
  return isList(value) ? value.every(isText) : !isObject(value);
}

export function packRecent(message: RecentMessage): Packed {
  const { messageId, campaign, topic, status, at, reason } = message;
  const words = [classes.pack(message.class), ended.pack(status)] as const;
  return trimmed([messageId, campaign, topic, ...words, at, reason, packTracked(message.tracked)]);
}

export function unpackRecent(packed: Packed): RecentMessage {
  const tracked = recordOrNull(packed[7], 7, unpackTracked);
  return {
    messageId: text(packed, 0),
    campaign: textOrNull(packed, 1),
    topic: textOrNull(packed, 2),
    class: classes.unpack(packed, 3),
    status: ended.unpack(packed, 4),
    at: number(packed, 5),
    reason: textOrNull(packed, 6),
    ...(tracked === null ? {} : { tracked }),
  };
}
