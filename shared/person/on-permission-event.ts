import type * as z from 'zod';
import { consentRecorded, consentWithdrawn, countsFrom, subscriptionRequested, textHash } from '../consent/evidence.ts';
import { expiryOf } from '../consent/expiry.ts';
import { problemsOf } from '../events/envelope.ts';
import type { Problem } from '../kernel/errors.ts';
import { DAY, type Instant } from '../kernel/instants.ts';
import { tooYoungToConsent } from './consent-age.ts';
import type { Draft } from './draft.ts';
import type { CustomerEvent } from './input.ts';
import { requestOptIn } from './opt-in.ts';
import { grantTopic, stopEverything, type Words, withdrawTopic } from './permission.ts';
import { placeOf } from './place.ts';

/** Method of a sign-up through heed's own form: always confirmed, whatever the topic asks for (design 4). */
export const HEED_FORM = 'heed-form';

type Taken = readonly Problem[] | null;

function unknownTopics(draft: Draft, topics: readonly string[]): readonly Problem[] {
  const { workspace } = draft;
  const known = [...workspace.topics.keys()].join(', ') || 'none yet';
  return topics.flatMap((topic, index) =>
    workspace.topics.has(topic)
      ? []
      : [{ field: `properties.topics[${index}]`, message: `is no topic of the workspace: known are ${known}` }],
  );
}

function parse<S extends z.ZodType>(
  schema: S,
  event: CustomerEvent,
): { ok: true; value: z.output<S> } | { ok: false; problems: Problem[] } {
  const parsed = schema.safeParse(event.properties);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, problems: problemsOf(parsed.error, ['properties']) };
}

function wordsOf(given: Omit<Words, 'source' | 'textHash' | 'text'> & { text: string; source?: string }): Words {
  return { ...given, source: given.source ?? null, textHash: textHash(given.text) };
}

/** The notice that the evidence names, where it names one. */
function noticeOf(privacyNotice: string | undefined): Pick<Words, 'privacyNotice'> {
  return privacyNotice === undefined ? {} : { privacyNotice };
}

const nothingConfirmed = { confirmIp: null, confirmUserAgent: null, requestId: null } as const;

/** Double topics wait for a confirmation; single ones are granted on the company's word. */
function takeRequested(draft: Draft, event: CustomerEvent): Taken {
  const parsed = parse(subscriptionRequested, event);
  if (!parsed.ok) return parsed.problems;
  const { topics, text, method, form = null, locale = null, ip = null, userAgent = null, privacyNotice } = parsed.value;
  const unknown = unknownTopics(draft, topics);
  if (unknown.length > 0) return unknown;
  if (!draft.person.address) {
    return [{ field: 'traits.email', message: 'is required: no address is known that a confirmation could go to' }];
  }
  const tooYoung = tooYoungToConsent(draft, event.occurredAt);
  if (tooYoung.length > 0) return tooYoung;
  const evidence = { text, method, form, locale, ip, userAgent };
  const always = method === HEED_FORM;
  const isDouble = (topic: string) => always || draft.workspace.topics.get(topic)?.optIn === 'double';
  for (const topic of topics.filter((each) => !isDouble(each))) {
    grantTopic(
      draft,
      topic,
      'marketing.email',
      // Never ahead of now: a withdrawal that comes before that moment would have no effect (P-44).
      { at: Math.min(event.occurredAt, draft.now), basis: 'express' },
      wordsOf({ ...evidence, ...nothingConfirmed, ...noticeOf(privacyNotice) }),
    );
  }
  requestOptIn(
    draft,
    event.requestId ?? event.eventId,
    topics.filter(isDouble),
    event.occurredAt,
    evidence,
    event.addressStopped,
    noticeOf(privacyNotice),
  );
  return null;
}

function basisProblems(draft: Draft, topics: readonly string[], basis: string): readonly Problem[] {
  const double =
    basis === 'express' ? topics.find((topic) => draft.workspace.topics.get(topic)?.optIn === 'double') : undefined;
  if (double === undefined) return [];
  return [
    {
      field: 'properties.basis',
      message: `express is not enough for ${double}, which asks for double opt-in: express-doi is`,
    },
  ];
}

/** P-47: it counts from then, so one that is ahead would last longer than the law lets it; a day for clocks that differ. */
function aheadProblems({ now }: Draft, inquiryAt: Instant | undefined): readonly Problem[] {
  if (inquiryAt === undefined || inquiryAt <= now + DAY) return [];
  return [{ field: 'properties.inquiryAt', message: 'is ahead: nobody has asked yet (P-47)' }];
}

function takeRecorded(draft: Draft, event: CustomerEvent): Taken {
  const parsed = parse(consentRecorded, event);
  if (!parsed.ok) return parsed.problems;
  const {
    topics = [],
    purpose,
    basis,
    grantedAt,
    text,
    method,
    source,
    form = null,
    locale = null,
    ip = null,
    userAgent = null,
    privacyNotice,
    inquiryAt,
  } = parsed.value;
  const problems = [
    ...unknownTopics(draft, topics),
    ...basisProblems(draft, topics, basis),
    ...aheadProblems(draft, inquiryAt),
    ...tooYoungToConsent(draft, grantedAt),
  ];
  if (problems.length > 0) return problems;
  const since = countsFrom(parsed.value);
  const place = placeOf(draft.person);
  const zone = place.known === 'zone' ? place.zones[0] : null;
  const expiresAt = since === null ? null : expiryOf(basis, since, zone);
  const grant = { at: Math.min(grantedAt, draft.now), basis, ...(expiresAt === null ? {} : { expiresAt }) };
  const shown = { text, method, source, form, locale, ip, userAgent, ...noticeOf(privacyNotice) };
  const words = wordsOf({ ...shown, ...nothingConfirmed });
  if (purpose) grantTopic(draft, null, purpose, grant, words);
  for (const topic of topics) grantTopic(draft, topic, 'marketing.email', grant, words);
  return null;
}

/** Lowering permission asks for no known topic: nothing may stand in its way. */
function takeWithdrawn(draft: Draft, event: CustomerEvent): Taken {
  const parsed = parse(consentWithdrawn, event);
  if (!parsed.ok) return parsed.problems;
  const { topics = [], all, purpose, method, at = event.occurredAt } = parsed.value;
  const when = Math.min(at, draft.now);
  if (all) stopEverything(draft, when, method);
  if (purpose) withdrawTopic(draft, null, purpose, when, method);
  for (const topic of topics) withdrawTopic(draft, topic, 'marketing.email', when, method);
  return null;
}

const takers: Readonly<Record<string, (draft: Draft, event: CustomerEvent) => Taken>> = {
  'subscription.requested': takeRequested,
  'consent.recorded': takeRecorded,
  'consent.withdrawn': takeWithdrawn,
};

/** The event types that change permission, each with its evidence (design 4). Problems refuse the whole event. */
export function takePermissionEvent(draft: Draft, event: CustomerEvent): Taken {
  const taker = Object.hasOwn(takers, event.type) ? takers[event.type] : undefined;
  return taker ? taker(draft, event) : null;
}
