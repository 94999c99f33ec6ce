import { derivedNumber } from '../kernel/ids.ts';
import { HOUR, type Instant, isoDay, isoInstant } from '../kernel/instants.ts';

/*
 * Every key shape of heed, on this one page.
 *
 * people   key profileId. Nothing but person rows, so a parallel scan is a list of everybody.
 *          GSI `due` (keys only): dueShard (N, 64 of them) / dueAt (N, ms). Present while a timer runs.
 *
 * records  PK                        SK
 *          PERSON#<profileId>        LEDGER#<iso at>#<id>    evidence, append-only
 *          PERSON#<profileId>        LOG#<iso at>#<id>       timeline; ttl
 *          ADDRESS#<hmac>            STATE                   what is known of an address, whoever holds it
 *          COUNT#<campaign>#<slot>   <day>                   counters, one attribute a name
 *          WORKSPACE                 CURRENT                 pointer to the active release
 *          WORKSPACE                 RELEASE#<n>             which definitions a release consists of
 *          DEFINITION#<hash>         PART#<n>                content-addressed, never deleted
 *          SIGNUPS                   <iso hour>              how many signed up in the hour (P-35); ttl
 *          SIGNUPS#<hmac>            <iso hour>              who did from one source or network; ttl
 *          SWITCHES                  <template>              switched on and off in operation (P-82)
 *          SWITCHES#LOG              <iso at>#<template>     who did, when and why; ttl
 *          REFUSALS#<template>       <iso hour>              what receivers refused for what it says; ttl
 *          JOB#<id>                  STATE                   how far a job came; ttl
 *          JOBS                      <id>                    how far work over everybody came; ttl
 *          PLAN                      STATE                   what the calendar asks of the active release
 *          SWEEP#<shard>             STATE                   how far a shard with a crowd of due people was asked; ttl
 *          PACE                      STATE                   which slots of SES's rate are leased (P-77)
 *          SPAMRATE                  <domain>                what Gmail says of a sender domain (P-83); ttl
 *          PACE                      SUPPRESSIONS            when SES's suppression list may be called next (P-79)
 *          ERASED#<profile hmac>     PERSON                  somebody was erased under this id
 *          ERASED#<hmac>             ERASURE#<iso at>        that an address was erased, and why; ttl
 *          ERASED#<hmac>             PROOF#<iso at>#<id>     what stays of a ledger row; ttl
 *
 * Addresses appear as keyed HMACs only (P-59).
 */

/** Table `people`. */
export const PROFILE_ID = 'profileId';
export const VERSION = 'version';
export const EFFECTS = 'effects';

export const DUE_INDEX = 'due';
export const DUE_SHARD = 'dueShard';
export const DUE_AT = 'dueAt';
/** A partition takes 1,000 writes a second, so the index takes 64,000. Fixed: rows carry their shard. */
export const DUE_SHARDS = 64;

export function dueShardOf(profileId: string): number {
  return derivedNumber(DUE_SHARDS, profileId);
}

/** Table `records`. */
export const PK = 'PK';
export const SK = 'SK';
/** Seconds since the epoch, as DynamoDB's TTL wants them. */
export const TTL = 'ttl';

export interface RecordKey {
  readonly PK: string;
  readonly SK: string;
}

export const LEDGER_PREFIX = 'LEDGER#';
export const LOG_PREFIX = 'LOG#';

export function personKey(profileId: string): string {
  return `PERSON#${profileId}`;
}

export function ledgerKey(profileId: string, at: Instant, id: string): RecordKey {
  return { PK: personKey(profileId), SK: `${LEDGER_PREFIX}${isoInstant(at)}#${id}` };
}

/** Sorts behind every id. */
const LAST = '~';

/** All of a person's evidence, as the first and last SK. */
export const LEDGER_RANGE: readonly [string, string] = [LEDGER_PREFIX, `${LEDGER_PREFIX}${LAST}`];

/** The log rows of a span, both ends included, as the first and last SK. */
export function logRange(from: Instant, to: Instant): readonly [string, string] {
  return [`${LOG_PREFIX}${isoInstant(from)}`, `${LOG_PREFIX}${isoInstant(to)}${LAST}`];
}

/** `id` of a message's row is its messageId, so that feedback finds it. */
export function logKey(profileId: string, at: Instant, id: string): RecordKey {
  return { PK: personKey(profileId), SK: `${LOG_PREFIX}${isoInstant(at)}#${id}` };
}

export function addressKey(hmac: string): RecordKey {
  return { PK: `ADDRESS#${hmac}`, SK: 'STATE' };
}

/** A campaign's counters are spread, because one partition takes 1,000 writes a second and counting is transactional. */
export const COUNT_SLOTS = 8;

export function countKey(campaign: string, slot: number, at: Instant): RecordKey {
  return { PK: countPartition(campaign, slot), SK: isoDay(at) };
}

export function countPartition(campaign: string, slot: number): string {
  return `COUNT#${campaign}#${slot}`;
}

export function countSlotOf(profileId: string): number {
  return derivedNumber(COUNT_SLOTS, profileId);
}

const WORKSPACE = 'WORKSPACE';
export const RELEASE_PREFIX = 'RELEASE#';
export const CURRENT_KEY: RecordKey = { PK: WORKSPACE, SK: 'CURRENT' };

export function releaseKey(release: number): RecordKey {
  return { PK: WORKSPACE, SK: `${RELEASE_PREFIX}${release}` };
}

export function definitionKey(hash: string, part = 0): RecordKey {
  return { PK: `DEFINITION#${hash}`, SK: `PART#${part}` };
}

export const PACE_KEY: RecordKey = { PK: 'PACE', SK: 'STATE' };

export const SUPPRESSION_PACE_KEY: RecordKey = { PK: 'PACE', SK: 'SUPPRESSIONS' };

export const SPAM_RATES = 'SPAMRATE';

export function spamRateKey(domain: string): RecordKey {
  return { PK: SPAM_RATES, SK: domain };
}

export function jobKey(jobId: string): RecordKey {
  return { PK: `JOB#${jobId}`, SK: 'STATE' };
}

export const ALL_JOBS = 'JOBS';

export function crowdJobKey(id: string): RecordKey {
  return { PK: ALL_JOBS, SK: id };
}

export const PLAN_KEY: RecordKey = { PK: 'PLAN', SK: 'STATE' };
/** When the next broadcast is due, ms; absent while none is to come. */
export const PLAN_DUE_AT = 'dueAt';

const SWEEP_PREFIX = 'SWEEP#';

export function sweepKey(shard: number): RecordKey {
  return { PK: `${SWEEP_PREFIX}${shard}`, SK: 'STATE' };
}

/** The shard of a `sweepKey`, by its PK. */
export function sweptShard(pk: string): number {
  return Number(pk.slice(SWEEP_PREFIX.length));
}

/** HMACs of profile ids and of addresses are made with keys of their own, so they share a prefix and never a partition. */
export function erasedPersonKey(profileHmac: string): RecordKey {
  return { PK: `ERASED#${profileHmac}`, SK: 'PERSON' };
}

export function erasureKey(hmac: string, at: Instant): RecordKey {
  return { PK: `ERASED#${hmac}`, SK: `ERASURE#${isoInstant(at)}` };
}

export function proofKey(hmac: string, at: Instant, id: string): RecordKey {
  return { PK: `ERASED#${hmac}`, SK: `PROOF#${isoInstant(at)}#${id}` };
}

export const ALL_SWITCHES = 'SWITCHES';
export const SWITCH_LOG = `${ALL_SWITCHES}#LOG`;

export function switchKey(template: string): RecordKey {
  return { PK: ALL_SWITCHES, SK: template };
}

export function switchLogKey(at: Instant, template: string): RecordKey {
  return { PK: SWITCH_LOG, SK: `${isoInstant(at)}#${template}` };
}

/** Of the hour that `at` lies in. */
export function refusalsKey(template: string, at: Instant): RecordKey {
  return { PK: `REFUSALS#${template}`, SK: isoInstant(at - (at % HOUR)) };
}

export const ALL_SIGN_UPS = 'SIGNUPS';

export function signUpHourKey(hour: Instant): RecordKey {
  return { PK: ALL_SIGN_UPS, SK: isoInstant(hour) };
}

/** `source`: a keyed HMAC of an IP address or network. */
export function signUpSourceKey(source: string, hour: Instant): RecordKey {
  return { PK: `${ALL_SIGN_UPS}#${source}`, SK: isoInstant(hour) };
}
