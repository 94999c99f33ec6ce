import * as z from 'zod';
import type { Endpoint } from './endpoint.ts';
import {
  anything,
  basis,
  because,
  count,
  ELSEWHERE,
  instant,
  instantOrNull,
  messageClass,
  messageStatus,
  NO_PROFILE,
  purpose,
  rememberedEvents,
  text,
  textOrNull,
} from './scalars.ts';

/** One permission as it stands now. */
export const consentSchema = z.object({
  topic: textOrNull('The topic; null where the purpose has none.'),
  purpose: purpose.describe('What it permits.'),
  state: z.enum(['pending', 'granted', 'withdrawn', 'expired']).describe('Mail goes out on `granted` only.'),
  basis: basis.nullable().describe('What the grant rests on.'),
  grantedAt: instantOrNull('When it was given.'),
  method: textOrNull('How it was given, such as `web-form`.'),
  withdrawnAt: instantOrNull('When it was taken back.'),
  requestedAt: instantOrNull('When a confirmation was asked for.'),
  expiresAt: instantOrNull('Until when a request waits, or when it ended unanswered.'),
});

const enrollment = z.object({
  campaign: text('The campaign.'),
  enrollmentId: text('The run.'),
  step: text('The step that it is at.'),
  status: z.literal('running').describe('Runs that ended are told by the timeline.'),
  dueAt: instantOrNull('When it goes on by itself; null where it waits for something else.'),
  key: textOrNull('The key of the run, where the campaign has one.'),
  startedAt: instant('When it began.'),
});

const message = z.object({
  messageId: text('The message.'),
  campaign: textOrNull('Its campaign; null for heed’s own mails, such as confirmations.'),
  topic: textOrNull('Its topic.'),
  class: messageClass.describe('Whether it needs permission.'),
  status: messageStatus.describe('What became of it.'),
  reason: textOrNull('Why it is held, was skipped or failed, as one word.'),
  because: because.nullable().describe('The same with the facts.'),
  notBefore: instantOrNull('While held: when it is asked again whether it may go.'),
  at: instant('When it reached its status.'),
});

/** A person as `GET /api/profiles/{id}` tells it. */
export const profileSchema = z.object({
  profileId: text('Your id of the person.'),
  mergedInto: text('Where the profile was merged away: the one that lives on.').optional(),
  traits: anything('Facts about the person, by name.'),
  consents: z.array(consentSchema).describe('Every topic and purpose that was ever asked for or granted.'),
  preferences: anything('What the person chose, by name; null where it was taken back.'),
  suppression: z
    .object({
      reason: text('`hard-bounce` or `complaint`.'),
      since: instant('Since when.'),
    })
    .nullable()
    .describe('Why the address must not be used.'),
  stoppedEverythingAt: instantOrNull('When the person asked for no mail at all, while that stands.'),
  enrollments: z.array(enrollment).describe('Runs that are on their way.'),
  messages: z.array(message).describe('Messages in flight, then those of the last 30 days, newest first.'),
  events: rememberedEvents,
  segments: z.array(z.string()).describe('Ids of the segments that the person is in.'),
  computed: anything('Computed facts, by name.'),
  links: z
    .object({
      preferences: text('The person’s preference page.'),
      subscribe: text('A form that signs up for this profile.'),
      unsubscribe: z
        .record(z.string(), z.string())
        .meta({ description: 'One-click unsubscribing, by topic.', 'x-unit': 'links by topic' }),
    })
    .describe('Absolute links, to hand out. Whoever has one acts for the person.'),
});

export const getProfile = {
  method: 'GET',
  path: '/api/profiles/{id}',
  does: 'All that is known of a person, read strongly.',
  params: { id: 'The profile.' },
  answer: profileSchema,
  statuses: { 200: 'The person.', 404: NO_PROFILE },
  example: {
    path: '/api/profiles/c-42',
    answer: {
      profileId: 'c-42',
      traits: { email: 'ann@example.org', locale: 'de' },
      consents: [
        {
          topic: 'offers',
          purpose: 'marketing.email',
          state: 'granted',
          basis: 'express-doi',
          grantedAt: '2026-11-20T10:00:00.000Z',
          method: 'web-form',
          withdrawnAt: null,
          requestedAt: null,
          expiresAt: null,
        },
      ],
      preferences: {},
      suppression: null,
      stoppedEverythingAt: null,
      enrollments: [],
      messages: [],
      events: {
        'order.placed': { count: 1, first: '2026-11-21T10:00:00.000Z', last: '2026-11-21T10:00:00.000Z' },
      },
      segments: [],
      computed: {},
      links: {
        preferences: 'https://links.acme.example/preferences/…',
        subscribe: 'https://links.acme.example/subscribe?for=…',
        unsubscribe: { offers: 'https://links.acme.example/unsubscribe/…' },
      },
    },
  },
} as const satisfies Endpoint;

export const findProfiles = {
  method: 'GET',
  path: '/api/profiles',
  does: 'The profiles that hold a mail address now, those too that only asked to be asked.',
  query: z.object({ email: text('The address; `+` is written `%2B`.') }),
  answer: z.object({
    profiles: z
      .array(profileSchema.meta({ [ELSEWHERE]: true }))
      .describe('Oldest holder first, each as [GET /api/profiles/{id}](#get-apiprofilesid) tells it.'),
  }),
  statuses: { 200: 'The profiles; an empty list where nobody holds it.', 400: 'This is no mail address.' },
  example: { path: '/api/profiles?email=ann%40example.org', answer: { profiles: [] } },
} as const satisfies Endpoint;
