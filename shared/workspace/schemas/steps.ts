import * as z from 'zod';
import {
  block,
  calendarLead,
  duration,
  eventType,
  factPath,
  id,
  json,
  patternSource,
  percent,
  text,
  timeOfDay,
  weekday,
} from './scalars.ts';

/** Every step that there is, by the word it begins with. */
export const STEP_WORDS = [
  'send',
  'waitFor',
  'wait',
  'branch',
  'split',
  'set',
  'emit',
  'withdraw',
  'notify',
  'exit',
] as const;
export type StepWord = (typeof STEP_WORDS)[number];

const send = z.union([id, block({ template: id, replyTo: text('write a mailbox that somebody reads').optional() })], {
  error: 'must be the id of a template, or { template: …, replyTo: … }',
});

const until = z.union(
  [
    block({ path: factPath, before: calendarLead.default('P0D'), at: timeOfDay.default(9 * 60) }),
    block({ weekday, at: timeOfDay.default(9 * 60) }),
  ],
  { error: 'must be { path: properties.end, before: P7D, at: "09:00" } or { weekday: monday, at: "09:00" }' },
);
const wait = z.union([duration, block({ until }), block({ for: block({ path: factPath, default: duration }) })], {
  error:
    'must be a duration such as P1D or PT3H, { until: { weekday: monday, at: "09:00" } }, { until: { path: properties.end, before: P7D } } or { for: { path: properties.pause, default: P1D } }',
});

const OUTCOMES = ['sent', 'skipped', 'failed', 'delivered', 'bounced', 'complained', 'clicked'] as const;
const outcome = z.enum(OUTCOMES, { error: `must be one of ${OUTCOMES.join(', ')}` });
const waitFor = block({
  event: eventType.optional(),
  sameKey: factPath.optional(),
  where: patternSource.optional(),
  outcome: z.union([outcome, z.array(outcome).min(1, 'is an empty list: name an outcome')]).optional(),
  of: id.optional(),
  timeout: duration,
})
  .refine((given) => (given.event === undefined) !== (given.outcome === undefined), {
    message: 'must have either `event`, or `outcome` of a send',
  })
  .refine((given) => given.event !== undefined || (given.sameKey === undefined && given.where === undefined), {
    message: 'has `sameKey` or `where` beside `outcome`: these go with `event`',
  });

const topicIds = z.array(id).min(1, 'is an empty list: name a topic');
const withdraw = z.union([id, topicIds, block({ topics: topicIds })], {
  error: 'must be a topic such as offers, or a list of them',
});

const named = z.record(z.string(), json, { error: 'must be a block of names and values' });
const emit = block({ event: eventType, properties: named.default({}) });
const notify = block({
  to: text('write an address of your staff'),
  subject: text('write what it is about'),
  text: text('write what your colleague has to know'),
});

/** Steps hold steps; the type is written down because a schema cannot infer itself. */
export interface StepFile {
  readonly type: StepWord;
  readonly id?: string | undefined;
  readonly [word: string]: unknown;
}

const nested: z.ZodType<readonly StepFile[]> = z.lazy(() => stepList);

const branch = z
  .array(
    z.union([block({ when: patternSource, then: nested }), block({ else: nested })], {
      error: 'must be { when: …, then: [ … ] } or, as the last, { else: [ … ] }',
    }),
  )
  .min(1, 'is an empty list: write { when: …, then: [ … ] }')
  .refine((cases) => cases.slice(0, -1).every((each) => 'when' in each), {
    message: 'has `else` before its end: only the last may be { else: [ … ] }',
  });

const split = z
  .array(block({ percent, then: nested }))
  .min(2, 'has fewer than two ways: write { percent: 50, then: [ … ] } for each')
  .refine((ways) => Math.abs(ways.reduce((sum, way) => sum + way.percent, 0) - 100) < 1e-9, {
    message: 'does not add up to 100 percent',
  });

const bodies = {
  send,
  wait,
  waitFor,
  branch,
  split,
  set: named,
  emit,
  withdraw,
  notify,
  exit: z.union([z.literal(true), z.null(), block({})], { error: 'takes nothing: write `- exit: true`' }),
} satisfies Record<StepWord, z.ZodType>;

/** The word that makes a step what it is becomes its `type`, so that each kind is checked by its own schema. */
function withType(step: unknown): unknown {
  if (step === 'exit') return { type: 'exit', exit: true };
  if (typeof step !== 'object' || step === null || Array.isArray(step)) return step;
  return { ...step, type: STEP_WORDS.find((word) => word in step) };
}

/** A strict block that hides its `type`, which no file has, from the advice on unknown keys. */
function step(word: StepWord) {
  const beside = word === 'waitFor' ? { then: nested.optional(), else: nested.optional() } : {};
  return z.strictObject(
    { type: z.literal(word), id: id.optional(), [word]: bodies[word], ...beside },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys' ? ['id', word, ...Object.keys(beside)].join(', ') : undefined,
    },
  );
}

const stepSchema = z.preprocess(
  withType,
  z.discriminatedUnion('type', STEP_WORDS.map(step) as unknown as [ReturnType<typeof step>], {
    error: `is not a step: write one of ${STEP_WORDS.map((word) => `\`${word}\``).join(', ')}`,
  }),
) as unknown as z.ZodType<StepFile>;

export const stepList = z.array(stepSchema, {
  error: 'must be a list of steps, each beginning with "- send: …" or "- wait: …"',
});
