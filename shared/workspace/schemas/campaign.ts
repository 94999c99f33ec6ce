import * as z from 'zod';
import { DAY, HOUR } from '../../kernel/instants.ts';
import { block, duration, eventType, factPath, id, keyPath, moment, patternSource, percent, text } from './scalars.ts';
import { stepList } from './steps.ts';
import { trigger } from './trigger.ts';

const sameKey = factPath.optional().meta({
  description: "Only where this path holds the run's key.",
  examples: ['properties.cartId'],
});
const where = patternSource.optional().meta({
  description: 'Only where the event fits.',
  examples: [{ properties: { total: [{ numeric: ['>=', 20] }] } }],
});

const exitRule = block({
  event: eventType.optional().meta({ description: 'Ends the run when it happens.', examples: ['order.placed'] }),
  sameKey,
  where,
  when: patternSource.optional().meta({
    description: 'Instead of `event`: ends the run as soon as this holds.',
    examples: [{ profile: { country: ['CH'] } }],
  }),
})
  .refine((rule) => (rule.event === undefined) !== (rule.when === undefined), {
    message: 'must have either `event` or `when`',
  })
  .refine((rule) => rule.when === undefined || (rule.sameKey === undefined && rule.where === undefined), {
    message: 'has `sameKey` or `where` beside `when`: these go with `event`',
  })
  .meta({
    oneOf: [
      { required: ['event'] },
      { required: ['when'], not: { anyOf: [{ required: ['sameKey'] }, { required: ['where'] }] } },
    ],
  });

const reentry = z.union(
  [
    z.literal('always'),
    z.literal('never'),
    block({
      after: duration.meta({ description: 'The rest between two runs.', examples: ['P7D'] }),
      per: z
        .enum(['person', 'key'], { error: 'must be `person` or `key`' })
        .default('person')
        .meta({ description: 'Between any two runs of the person, or of the same key.', examples: ['key'] }),
    }),
  ],
  { error: 'must be `always`, `never`, or { after: P7D, per: person } (per: person or key)' },
);

const goal = block({
  event: eventType.meta({ description: 'What the campaign is for.', examples: ['order.placed'] }),
  sameKey,
  where,
  within: duration.default(7 * DAY).meta({ description: 'Counted from the start of the run.', examples: ['P3D'] }),
  value: factPath.optional().meta({ description: 'What it is worth: a number.', examples: ['properties.total'] }),
  exit: z
    .boolean({ error: 'must be true or false' })
    .default(false)
    .meta({ description: 'Ends the run when it is reached.', examples: [true] }),
});

export const campaignSchema = block({
  id: id.meta({ description: 'The same as the name of the file.', examples: ['cart-abandoned'] }),
  name: text('write what the campaign is called in reports')
    .optional()
    .meta({ description: 'What reports call it; left out, its id.', examples: ['Remind of a cart left behind'] }),
  status: z
    .enum(['draft', 'active', 'paused', 'archived'])
    .default('draft')
    .meta({
      description: '`paused`: nobody enters, and what would go out waits. `archived`: it is over.',
      examples: ['active'],
    }),
  class: z
    .enum(['marketing', 'transactional'])
    .default('marketing')
    .meta({
      description: 'Transactional mail rests on an act or contract of the person: no topic, no holdout (P-53).',
      examples: ['transactional'],
    }),
  topic: id.optional().meta({
    description: 'What people must have asked for. Marketing needs it.',
    examples: ['offers'],
  }),
  because: z
    .enum(['own-act', 'contract'], { error: 'must be `own-act` or `contract`' })
    .optional()
    .meta({
      description: 'What a transactional campaign rests on (P-53). Left out: the act that starts it.',
      examples: ['contract'],
    }),
  trigger: z
    .union([trigger, z.array(trigger).min(1, 'is an empty list: a campaign needs a trigger')], {
      error: (issue) =>
        issue.input === undefined
          ? 'is missing: write what starts the campaign, such as { event: cart.abandoned }'
          : 'must be a trigger such as { event: cart.abandoned }, or a list of them',
    })
    .meta({
      description: 'What starts runs: exactly one of the forms, or a list.',
      examples: [{ event: 'cart.abandoned' }],
    }),
  key: keyPath.optional().meta({ description: 'As in `trigger`, for all triggers.', examples: ['properties.cartId'] }),
  where: patternSource.optional().meta({
    description: 'As in `trigger`, for all triggers.',
    examples: [{ properties: { total: [{ numeric: ['>=', 20] }] } }],
  }),
  audience: patternSource.optional().meta({
    description: 'Who: asked at entry and again before every mail.',
    examples: [{ profile: { country: ['DE', 'AT'] } }],
  }),
  enroll: z
    .enum(['new', 'existing-too'])
    .optional()
    .meta({ description: 'As in `trigger`, for all triggers.', examples: ['existing-too'] }),
  // P-102's cooldown between two enrollments of one campaign.
  reentry: reentry.default({ after: 72 * HOUR, per: 'person' }).meta({
    description: 'How soon somebody may enter again: `always`, `never`, or after a rest (P-102).',
    examples: [{ after: 'P7D', per: 'person' }],
  }),
  exit: z
    .array(exitRule, { error: 'must be a list such as [ { event: order.placed } ]' })
    .default([])
    .meta({
      description: 'What ends a run at once.',
      examples: [[{ event: 'order.placed', sameKey: 'properties.cartId' }]],
    }),
  goal: goal.optional().meta({
    description: 'What the campaign is for: counted once a run, with and without mails, so that they compare.',
    examples: [{ event: 'order.placed', within: 'P3D', value: 'properties.total' }],
  }),
  holdout: percent.default(0).meta({
    description: 'People who enter and get nothing: the comparison for the goal. Sticky.',
    examples: [10],
  }),
  priority: z
    .int({ error: 'must be a whole number from 0 to 1000' })
    .min(0)
    .max(1000)
    .default(50)
    .meta({ description: 'The higher wins a slot under the frequency caps.', examples: [80] }),
  sendWithin: duration.default(3 * DAY).meta({
    description: 'A mail that could not go out this long after its step was reached is never sent (P-100).',
    examples: ['P2D'],
  }),
  starts: moment.optional().meta({ description: 'Nobody enters before.', examples: ['2026-11-01'] }),
  ends: moment
    .optional()
    .meta({ description: 'From then on nobody enters and nothing is sent.', examples: ['2026-12-24'] }),
  steps: stepList
    .min(1, 'is an empty list: a campaign without a step does nothing')
    .meta({ description: 'What happens, one after another.', examples: [[{ send: 'cart-reminder' }]] }),
}).meta({ title: 'campaigns/<id>.yaml', description: 'One campaign: who, when, and what happens then.' });

export type CampaignFile = z.output<typeof campaignSchema>;
export type TriggerFile = z.output<typeof trigger>;
