import * as z from 'zod';

/** What says of a block in the reference that its fields are told at another place. */
export const ELSEWHERE = 'x-elsewhere';

const INSTANT = 'ISO 8601 instant';
const DAY = 'day, YYYY-MM-DD';

/** UTC, as `2026-11-21T10:00:00.000Z`. */
export const instant = (description: string) => z.string().meta({ description, 'x-unit': INSTANT });
export const instantOrNull = (description: string) => z.string().nullable().meta({ description, 'x-unit': INSTANT });
export const day = (description: string) => z.string().meta({ description, 'x-unit': DAY });
export const dayOrNull = (description: string) => z.string().nullable().meta({ description, 'x-unit': DAY });
export const text = (description: string) => z.string().describe(description);
export const textOrNull = (description: string) => z.string().nullable().describe(description);
export const count = (description: string) => z.int().describe(description);

/** Of the share of something, or of money: no whole number. */
export const amount = (description: string) => z.number().describe(description);
export const amountOrNull = (description: string) => z.number().nullable().describe(description);

/** Open to any names: what the company or a template said. */
export const anything = (description: string) => z.record(z.string(), z.unknown()).describe(description);

export const byReason = (description: string) =>
  z.record(z.string(), z.number()).meta({ description, 'x-unit': 'numbers by reason' });

/** Counters by type of event. */
export const rememberedEvents = z
  .record(
    z.string(),
    z.object({
      count: count('How often it came.'),
      first: instant('The first time.'),
      last: instant('The last time.'),
    }),
  )
  .meta({ description: 'Remembered events, by type.', 'x-unit': 'block' });

/** What 404 says of a profile. */
export const NO_PROFILE = 'There is no such profile: one begins with its first event.';

export const messageClass = z.enum(['marketing', 'transactional']);
export const campaignStatus = z.enum(['draft', 'active', 'paused', 'archived']);
export const purpose = z.enum(['marketing.email', 'tracking.email']);
export const basis = z.enum(['express-doi', 'express', 'soft-opt-in', 'casl-ebr', 'casl-inquiry', 'casl-published']);

const inFlight = ['held', 'queued', 'sending'] as const;
const ended = ['sent', 'skipped', 'failed', 'unknown', 'delivered', 'bounced', 'complained'] as const;

export const messageStatus = z.enum([...inFlight, ...ended]);

/** The word of a reason with the facts that it saw: ids, words and instants, never personal data. */
export const because = z.looseObject({
  reason: text('The reason as one word, such as `no-consent`; what stands beside it are the facts that it saw.'),
});

/** A number of a page in a query: whole, from 1 to `most`. */
export const pageLimit = (most: number, otherwise: number) => {
  const message = `takes a whole number from 1 to ${most}`;
  return z.coerce
    .number(message)
    .refine((given) => Number.isInteger(given) && given >= 1 && given <= most, message)
    .default(otherwise)
    .meta({ description: `At most so many, 1 to ${most}.`, 'x-unit': 'whole number' });
};

/** What a human must say before something that protects people is lifted; `what` is told where it is missing. */
export const spoken = (what: string, most: number) =>
  z.string(`is required: ${what}`).trim().min(1, `is empty: ${what}`).max(most, `takes at most ${most} letters`);
