import * as z from 'zod';
import type { Endpoint } from './endpoint.ts';
import {
  anything,
  basis,
  because,
  ELSEWHERE,
  instant,
  instantOrNull,
  messageClass,
  NO_PROFILE,
  purpose,
  rememberedEvents,
  text,
  textOrNull,
} from './scalars.ts';
import { evidenceSchema } from './timeline.ts';

const said = (description: string) =>
  z
    .record(z.string(), z.object({ value: z.unknown().describe('What was said.'), at: instant('When.') }))
    .meta({ description, 'x-unit': 'block' });

const logged = z.object({
  at: instant('When it happened.'),
  campaign: textOrNull('The campaign.'),
  topic: textOrNull('The topic.'),
  messageId: textOrNull('The message.'),
  class: messageClass.nullable().optional().describe('The class of the message.'),
  verdict: text('What was decided, or the status of the message.'),
  because: because.nullable().optional().describe('Why.'),
  until: z
    .number()
    .nullable()
    .optional()
    .meta({ description: 'Until when it was held.', 'x-unit': 'ms since 1970 or null' }),
  feedback: z
    .array(z.object({ status: text('What came back.'), at: instant('When.') }))
    .optional()
    .describe('What came back later.'),
});

const msOrNull = (description: string) =>
  z.number().nullable().meta({ description, 'x-unit': 'ms since 1970 or null' });

const care = z.object({
  tickets: z
    .array(
      z.object({
        ticketId: text('The ticket.'),
        openedAt: msOrNull('When it was opened.'),
        closedAt: msOrNull('When it was closed.'),
      }),
    )
    .describe('Support tickets.'),
  flags: z
    .array(
      z.object({
        flag: text('The flag.'),
        setAt: msOrNull('When it was set.'),
        liftedAt: msOrNull('When it was lifted.'),
        setBy: textOrNull('Who set it.'),
        liftedBy: textOrNull('Who lifted it.'),
      }),
    )
    .describe('Flags such as `bereavement`.'),
});

export const exportProfile = {
  method: 'GET',
  path: '/api/profiles/{id}/export',
  does: 'Everything that is known of a person, with the evidence of every permission (P-60), to answer a request for access.',
  params: { id: 'The profile.' },
  answer: z.object({
    exportedAt: instant('When it was made.'),
    profile: z
      .object({
        profileId: text('Your id of the person.'),
        address: z
          .object({
            email: text('The address.'),
            suppression: z
              .object({ reason: text('Why it must not be used.'), since: instant('Since when.') })
              .nullable()
              .describe('What is known against it.'),
            stoppedAt: instantOrNull('When somebody who holds it asked for no mail at all.'),
          })
          .nullable()
          .describe('The mail address.'),
        traits: said('Facts about the person, by name.'),
      })
      .describe('Who it is.'),
    preferences: said('What the person chose, by name.'),
    consents: z
      .array(
        z.object({
          topic: textOrNull('The topic; null where the purpose has none.'),
          purpose: purpose.describe('What it permits.'),
          basis: basis.nullable().describe('What the grant rests on.'),
          method: textOrNull('How it was given.'),
          grantedAt: instantOrNull('When it was given.'),
          withdrawnAt: instantOrNull('When it was taken back.'),
        }),
      )
      .describe('Permissions.'),
    requests: z
      .array(
        z.object({
          topics: z.array(z.string()).describe('What was asked for.'),
          requestedAt: instant('When.'),
          expiresAt: instant('Until when it waits.'),
          text: text('Exactly what was shown.'),
          method: text('How it was asked.'),
          ip: textOrNull('From where.'),
          userAgent: textOrNull('With which program.'),
        }),
      )
      .describe('Requests that wait for a confirmation.'),
    stoppedEverythingAt: instantOrNull('When the person asked for no mail at all.'),
    consentLog: z
      .array(evidenceSchema.meta({ [ELSEWHERE]: true }))
      .describe('Every change of permission with its evidence, as the timeline tells it.'),
    messages: z.array(logged).describe('Every message.'),
    decisions: z.array(logged).describe('Every decision.'),
    enrollments: z
      .array(
        z.object({
          campaign: text('The campaign.'),
          enrollmentId: text('The run.'),
          startedAt: instant('When it began.'),
          dueAt: instantOrNull('When it goes on by itself.'),
          properties: anything('What the event said that began it.'),
        }),
      )
      .describe('Runs that are on their way.'),
    events: rememberedEvents,
    care: care.describe('Tickets and flags.'),
  }),
  statuses: { 200: 'The export.', 404: NO_PROFILE },
  example: {
    path: '/api/profiles/c-42/export',
    answer: {
      exportedAt: '2026-11-21T10:00:00.000Z',
      profile: {
        profileId: 'c-42',
        address: { email: 'ann@example.org', suppression: null, stoppedAt: null },
        traits: { locale: { value: 'de', at: '2026-11-20T10:00:00.000Z' } },
      },
      preferences: {},
      consents: [],
      requests: [],
      stoppedEverythingAt: null,
      consentLog: [],
      messages: [],
      decisions: [],
      enrollments: [],
      events: {},
      care: { tickets: [], flags: [] },
    },
  },
} as const satisfies Endpoint;
