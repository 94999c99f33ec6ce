import * as z from 'zod';
import { OPENS_REFUSED } from '../fact-names.ts';
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

const send = z
  .union(
    [
      id,
      block({
        template: id.meta({ description: 'The template.', examples: ['cart-reminder'] }),
        replyTo: text('write a mailbox that somebody reads')
          .optional()
          .meta({
            description: 'Where answers to this mail go.',
            examples: ['club@acme.example'],
            'x-unit': 'mail address',
          }),
      }),
    ],
    { error: 'must be the id of a template, or { template: …, replyTo: … }' },
  )
  .meta({
    description: 'Sends a template, if the person may and wants to be written to.',
    examples: ['cart-reminder'],
  });

const clock = timeOfDay
  .default(9 * 60)
  .meta({ description: 'When on that day, where the person lives.', examples: ['10:00'] });

const until = z.union(
  [
    block({
      path: factPath.meta({
        description: 'A date: of the profile, or of what started the run.',
        examples: ['properties.end'],
      }),
      before: calendarLead
        .default('P0D')
        .meta({ description: 'How long before it, counted on the calendar.', examples: ['P7D'] }),
      at: clock,
    }),
    block({ weekday: weekday.meta({ description: 'The next such day.', examples: ['monday'] }), at: clock }),
  ],
  { error: 'must be { path: properties.end, before: P7D, at: "09:00" } or { weekday: monday, at: "09:00" }' },
);
const pathOfTime = block({
  path: factPath.meta({ description: 'Where the duration stands.', examples: ['properties.pause'] }),
  default: duration.meta({ description: 'What holds where there is none.', examples: ['P1D'] }),
});
const wait = z
  .union(
    [
      duration,
      block({ until: until.meta({ description: 'Until a day.', examples: [{ weekday: 'monday', at: '09:00' }] }) }),
      block({
        for: pathOfTime.meta({
          description: 'For as long as a fact says.',
          examples: [{ path: 'properties.pause', default: 'P1D' }],
        }),
      }),
    ],
    {
      error:
        'must be a duration such as P1D or PT3H, { until: { weekday: monday, at: "09:00" } }, { until: { path: properties.end, before: P7D } } or { for: { path: properties.pause, default: P1D } }',
    },
  )
  .meta({ description: 'Waits: a duration, until a day, or as long as a fact says.', examples: ['P1D'] });

const OUTCOMES = ['sent', 'skipped', 'failed', 'delivered', 'bounced', 'complained', 'clicked'] as const;
const outcomeWords = ({ input }: { readonly input?: unknown }) =>
  [input].flat().includes('opened') ? OPENS_REFUSED : `must be one of ${OUTCOMES.join(', ')}, or a list of them`;
const outcome = z.enum(OUTCOMES, { error: outcomeWords });
const waitFor = block({
  event: eventType.optional().meta({ description: 'An event.', examples: ['order.placed'] }),
  sameKey: factPath
    .optional()
    .meta({ description: "Only where this path holds the run's key.", examples: ['properties.cartId'] }),
  where: patternSource
    .optional()
    .meta({ description: 'Only where the event fits.', examples: [{ properties: { paid: [true] } }] }),
  outcome: z
    .union([outcome, z.array(outcome).min(1, 'is an empty list: name an outcome')], { error: outcomeWords })
    .optional()
    .meta({ description: 'Instead of `event`: what became of a mail.', examples: ['clicked'] }),
  of: id.optional().meta({ description: 'The `id` of the send step whose outcome it is.', examples: ['first'] }),
  timeout: duration.meta({ description: 'How long at most.', examples: ['P1D'] }),
})
  .refine((given) => (given.event === undefined) !== (given.outcome === undefined), {
    message: 'must have either `event`, or `outcome` of a send',
  })
  .refine((given) => given.event !== undefined || (given.sameKey === undefined && given.where === undefined), {
    message: 'has `sameKey` or `where` beside `outcome`: these go with `event`',
  })
  .meta({
    description: 'Waits until something happens: then `then`, and `else` where time ran out first.',
    examples: [{ event: 'order.placed', timeout: 'P1D' }],
    oneOf: [{ required: ['event'] }, { required: ['outcome'] }],
  });

const topicIds = z.array(id).min(1, 'is an empty list: name a topic');
const withdraw = z
  .union([id, topicIds, block({ topics: topicIds.meta({ description: 'The topics.', examples: [['offers']] }) })], {
    error: 'must be a topic such as offers, or a list of them',
  })
  .meta({
    description: 'Withdraws the consent to topics. A campaign may lower permission, never raise it.',
    examples: ['offers'],
  });

const named = z.record(z.string(), json, { error: 'must be a block of names and values' });
const set = named.meta({ description: 'Sets traits of the profile; texts are Liquid.', examples: [{ stage: 'won' }] });
const emit = block({
  event: eventType.meta({ description: 'Its type: a name of your own.', examples: ['lead.qualified'] }),
  properties: named.default({}).meta({
    description: 'What it says; texts are Liquid.',
    examples: [{ plan: '{{ properties.plan }}' }],
  }),
}).meta({
  description: 'Publishes an event on the bus, source `heed.workspace`.',
  examples: [{ event: 'lead.qualified', properties: { plan: '{{ properties.plan }}' } }],
});
const notify = block({
  to: text('write an address of your staff').meta({
    description: 'An address of a staff domain of settings.yaml.',
    examples: ['club@acme.example'],
    'x-unit': 'mail address',
  }),
  subject: text('write what it is about').meta({
    description: 'The subject.',
    examples: ['{{ profile.firstName }} did not renew'],
    'x-unit': 'Liquid',
  }),
  text: text('write what your colleague has to know').meta({
    description: 'The mail: plain text.',
    examples: ['{{ properties.plan }} ends on {{ properties.date | date }}.'],
    'x-unit': 'Liquid',
  }),
}).meta({
  description: 'Writes to a colleague.',
  examples: [{ to: 'club@acme.example', subject: 'A call may be welcome', text: 'The contract ends.' }],
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
    z.union(
      [
        block({
          when: patternSource.meta({
            description: 'The first that holds is taken.',
            examples: [{ events: { 'order.placed': { count: [{ numeric: ['>', 0] }] } } }],
          }),
          then: nested.meta({ description: 'What happens then.', examples: [[{ send: 'cart-last-call' }]] }),
        }),
        block({
          else: nested.meta({ description: 'Where none holds; the last.', examples: [[{ send: 'cart-gift' }]] }),
        }),
      ],
      { error: 'must be { when: …, then: [ … ] } or, as the last, { else: [ … ] }' },
    ),
  )
  .min(1, 'is an empty list: write { when: …, then: [ … ] }')
  .refine((cases) => cases.slice(0, -1).every((each) => 'when' in each), {
    message: 'has `else` before its end: only the last may be { else: [ … ] }',
  })
  .meta({
    description: 'Goes the first way whose condition holds.',
    examples: [[{ when: { profile: { vip: [true] } }, then: [{ send: 'thanks' }] }, { else: [] }]],
  });

const split = z
  .array(
    block({
      percent: percent.meta({ description: 'How many go this way; all add up to 100.', examples: [50] }),
      then: nested.meta({ description: 'What happens there.', examples: [[{ send: 'cart-gift' }]] }),
    }),
  )
  .min(2, 'has fewer than two ways: write { percent: 50, then: [ … ] } for each')
  .refine((ways) => Math.abs(ways.reduce((sum, way) => sum + way.percent, 0) - 100) < 1e-9, {
    message: 'does not add up to 100 percent',
  })
  .meta({
    description: 'Draws a way. Sticky: the same person always goes the same.',
    examples: [
      [
        { percent: 50, then: [{ send: 'a' }] },
        { percent: 50, then: [{ send: 'b' }] },
      ],
    ],
  });

const bodies = {
  send,
  wait,
  waitFor,
  branch,
  split,
  set,
  emit,
  withdraw,
  notify,
  exit: z
    .union([z.literal(true), z.null(), block({})], { error: 'takes nothing: write `- exit: true`' })
    .meta({ description: 'Ends the run.', examples: [true] }),
} satisfies Record<StepWord, z.ZodType>;

/** The word that makes a step what it is becomes its `type`, so that each kind is checked by its own schema. */
function withType(step: unknown): unknown {
  if (step === 'exit') return { type: 'exit', exit: true };
  if (typeof step !== 'object' || step === null || Array.isArray(step)) return step;
  return { ...step, type: STEP_WORDS.find((word) => word in step) };
}

const heard = nested.optional().meta({ description: 'What happens when it came.', examples: [[{ exit: true }]] });
const missed = nested
  .optional()
  .meta({ description: 'What happens when time ran out.', examples: [[{ send: 'cart-last-call' }]] });

/** A strict block that hides its `type`, which no file has, from the advice on unknown keys. */
function step(word: StepWord) {
  const beside = word === 'waitFor' ? { then: heard, else: missed } : {};
  const name = id.optional().meta({ description: 'What `steps.<id>` and `of` call this step.', examples: ['first'] });
  return z.strictObject(
    { type: z.literal(word), id: name, [word]: bodies[word], ...beside },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys' ? ['id', word, ...Object.keys(beside)].join(', ') : undefined,
    },
  );
}

const stepSchema = z
  .preprocess(
    withType,
    z.discriminatedUnion('type', STEP_WORDS.map(step) as unknown as [ReturnType<typeof step>], {
      error: `is not a step: write one of ${STEP_WORDS.map((word) => `\`${word}\``).join(', ')}`,
    }),
  )
  .meta({ id: 'step' }) as unknown as z.ZodType<StepFile>;

export const stepList = z.array(stepSchema, {
  error: 'must be a list of steps, each beginning with "- send: …" or "- wait: …"',
});
