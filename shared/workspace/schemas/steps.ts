import * as z from 'zod';
import { block, duration, id, text } from './scalars.ts';

/** Every step that there is or will be, by the word it begins with. */
export const STEP_WORDS = [
  'send',
  'wait',
  'waitFor',
  'branch',
  'split',
  'set',
  'emit',
  'withdraw',
  'notify',
  'exit',
] as const;

const send = z.union([id, block({ template: id, replyTo: text('write a mailbox that somebody reads').optional() })], {
  error: 'must be the id of a template, or { template: …, replyTo: … }',
});

// `wait: { until: … }` and `wait: { for: … }` pass by shape and are refused by name in unavailable.ts.
const wait = z.union([duration, z.looseObject({})], { error: 'must be a duration such as P1D or PT3H' });

const topicIds = z.array(id).min(1, 'is an empty list: name a topic');
const withdraw = z.union([id, topicIds, block({ topics: topicIds })], {
  error: 'must be a topic such as offers, or a list of them',
});

const built: readonly string[] = ['send', 'wait', 'withdraw'];
const others = STEP_WORDS.filter((word) => !built.includes(word)).map((word) =>
  z.looseObject({ type: z.literal(word), id: id.optional() }),
);

/** The word that makes a step what it is becomes its `type`, so that each kind is checked by its own schema. */
function withType(step: unknown): unknown {
  if (typeof step !== 'object' || step === null || Array.isArray(step)) return step;
  return { ...step, type: STEP_WORDS.find((word) => word in step) };
}

/** A strict block that hides its `type`, which no file has, from the advice on unknown keys. */
function step<Word extends 'send' | 'wait' | 'withdraw', Schema extends z.ZodType>(word: Word, schema: Schema) {
  return z.strictObject(
    { type: z.literal(word), id: id.optional(), [word]: schema } as Record<Word, Schema> & {
      type: z.ZodLiteral<Word>;
      id: z.ZodOptional<typeof id>;
    },
    { error: (issue) => (issue.code === 'unrecognized_keys' ? `id, ${word}` : undefined) },
  );
}

export const stepSchema = z.preprocess(
  withType,
  z.discriminatedUnion('type', [step('send', send), step('wait', wait), step('withdraw', withdraw), ...others], {
    error: `is not a step: write one of ${STEP_WORDS.map((word) => `\`${word}\``).join(', ')}`,
  }),
);
