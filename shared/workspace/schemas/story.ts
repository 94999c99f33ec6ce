import * as z from 'zod';
import { parseInstant } from '../../kernel/instants.ts';
import { block, duration, eventType, id, json, text } from './scalars.ts';

const LOCAL = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

function isLocalTime(value: string): boolean {
  if (!LOCAL.test(value)) return false;
  const day = value.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) === day;
}

/** A moment of a story: what the clock of the settings' zone shows, or an instant. */
const storyMoment = text('write when, such as "2026-12-02T09:00"').refine(
  (value) => isLocalTime(value) || parseInstant(value) !== null,
  {
    message:
      'is no moment: write local time such as "2026-12-02T09:00" (the zone is that of settings.yaml), or an instant such as "2026-12-02T08:00:00Z"',
  },
);

const named = z.record(z.string(), json, { error: 'must be a block of names and values' });
const name = id;
const topics = z.array(id, { error: 'must be a list of topics, such as [offers]' });

const person = block({
  traits: named.default({}),
  /** Topics, and `tracking.email`, that the person agreed to before the story begins. */
  consents: z
    .array(z.union([z.literal('tracking.email'), id]), { error: 'must be a list of topics, such as [offers]' })
    .default([]),
  preferences: named.optional(),
  /** Campaigns in whose holdout the person is; of no other, and never in the control group. */
  holdout: z.array(id, { error: 'must be a list of campaigns, such as [cart-abandoned]' }).default([]),
}).nullable();

/** A list of which each item is one word or some of its facts: only what is named is compared. */
function listOf<Shape extends z.ZodRawShape>(word: string, shape: Shape) {
  const known = Object.keys(shape).join(', ');
  return z
    .array(
      z.union([text('write one word'), block(shape)], { error: `must be ${word}, or a block with some of: ${known}` }),
      { error: `must be a list: each item is ${word}, or a block with some of: ${known}; [] means none` },
    )
    .optional();
}

const words = text('write the words').optional();
const moment = storyMoment.optional();

export const CONSENT_STATES = ['none', 'pending', 'granted', 'withdrawn', 'expired'] as const;

const expected = block({
  mails: listOf('a template', { template: words, campaign: words, subject: words, locale: words, at: moment }),
  staffMails: listOf('a subject', { subject: words, campaign: words, to: words, at: moment }),
  refusals: listOf('a reason', { reason: words, campaign: words, template: words, at: moment }),
  holds: listOf('a reason', { reason: words, campaign: words, template: words, until: moment }),
  enrollments: listOf('a campaign', { campaign: words, step: words, key: words, until: moment }),
  ended: listOf('a campaign', { campaign: words, reason: words, at: moment }),
  goals: listOf('a campaign', {
    campaign: words,
    value: z.number({ error: 'must be a number' }).optional(),
    at: moment,
  }),
  consents: z.record(z.string(), z.enum(CONSENT_STATES), { error: 'must be a block of topics and states' }).optional(),
  traits: named.optional(),
  counts: z
    .record(eventType, z.number({ error: 'must be a number' }), { error: 'must be a block of event types and counts' })
    .optional(),
  suppression: z
    .union([z.enum(['hard-bounce', 'complaint']), z.null()], {
      error: 'must be hard-bounce, complaint, or null for none',
    })
    .optional(),
});

/** What a line of a story may be, by the word that says so, and what may stand beside that word. */
export const STORY_WORDS = {
  event: ['of', 'properties', 'traits', 'eventId', 'occurredAt'],
  subscribes: ['to'],
  confirms: [],
  unsubscribes: ['from'],
  preferences: ['of'],
  delivers: ['mail'],
  bounces: ['mail'],
  complains: ['mail'],
  clicks: ['mail', 'link'],
} as const satisfies Record<string, readonly string[]>;
export type StoryWord = keyof typeof STORY_WORDS;
const WORDS = Object.keys(STORY_WORDS) as StoryWord[];
const ALWAYS = ['after', 'at', 'expect'];

const line = block({
  after: duration.optional(),
  at: moment,
  event: eventType.optional(),
  of: name.optional(),
  properties: named.optional(),
  traits: named.optional(),
  eventId: text('write an id').optional(),
  occurredAt: moment,
  subscribes: name.optional(),
  to: topics.optional(),
  confirms: name.optional(),
  unsubscribes: name.optional(),
  from: text('write a topic, or everything').optional(),
  preferences: named.optional(),
  delivers: name.optional(),
  bounces: name.optional(),
  complains: name.optional(),
  clicks: name.optional(),
  mail: text('write a template').optional(),
  link: text('write the address of the link').optional(),
  expect: z.record(name, expected, { error: 'must be a block of people and what is expected for each' }).optional(),
}).superRefine((given, context) => {
  const present = Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  const said = WORDS.filter((word) => present.includes(word));
  const complain = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
  if (given.after !== undefined && given.at !== undefined)
    complain(['at'], 'stands beside `after`: a line has one of them');
  if (said.length > 1) complain([said[1] as string], `stands beside \`${said[0]}\`: begin a line of its own for it`);
  if (present.length === 0)
    complain([], `is empty: write \`expect\` or one of ${WORDS.map((word) => `\`${word}\``).join(', ')}`);
  const [word] = said;
  const beside: readonly string[] = [...ALWAYS, ...WORDS, ...(word ? STORY_WORDS[word] : [])];
  for (const key of present.filter((each) => !beside.includes(each)))
    complain([key], word ? `does not go with \`${word}\`: leave it out` : 'says nothing by itself');
  if (word === 'subscribes' && given.to === undefined) complain([], 'has no `to`: name the topics, such as [offers]');
  if (word === 'unsubscribes' && given.from === undefined)
    complain([], 'has no `from`: name the topic, or write `from: everything`');
});

/** One story: given people, what happens, and what is expected of it. */
export const storySchema = block({
  name: text('say in a sentence what the story shows'),
  at: storyMoment,
  people: z.record(name, person, { error: 'must be a block of people, such as ann: { traits: { … } }' }),
  story: z
    .array(line, { error: 'must be a list, each line beginning with "- event: …", "- after: …" or "- expect: …"' })
    .min(1, 'is empty: write what happens, and what is expected of it'),
});

/** A file of `tests/`: one story, or a list of them. */
export const storyFileSchema = z.union([storySchema, z.array(storySchema)]);

export type Story = z.output<typeof storySchema>;
export type StoryLine = z.output<typeof line>;
export type Expected = z.output<typeof expected>;
