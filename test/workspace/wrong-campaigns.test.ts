import { soundFiles } from '../content/workspace-files.ts';
import { campaign, eachIsTold, type Row, steps } from './told-with-place.ts';

const rows: readonly Row[] = [
  // Triggers.
  [
    'a list of dates without a name for its items',
    campaign('trigger: { date: { path: "profile.contracts[].end" } }'),
    'campaigns/cart.yaml:2:26:',
    'add `key`',
    'key: contractId',
  ],
  [
    'a date of the event',
    campaign('trigger: { date: { path: properties.end } }'),
    'campaigns/cart.yaml:2:26:',
    'begins with `profile.`',
  ],
  [
    'a list within a list',
    campaign('trigger: { date: { path: "profile.a[].b[].end" }, key: c }'),
    'campaigns/cart.yaml:2:26:',
    'two lists',
  ],
  [
    'two forms in one trigger',
    campaign('trigger: { event: cart.updated, schedule: { on: "2026-12-24" } }'),
    'campaigns/cart.yaml:2:',
    'exactly one of `event`, `inactivity`, `date`',
  ],
  [
    'a lead in hours',
    campaign('trigger: { date: { path: profile.birthday, before: PT12H } }'),
    'campaigns/cart.yaml:2:52:',
    'is not a time in whole days',
  ],
  [
    'a broadcast with a key',
    campaign('trigger: { schedule: { on: "2026-12-24" }, key: properties.a }'),
    'campaigns/cart.yaml:2:44:',
    'a broadcast, which has no `key`',
  ],
  [
    'a broadcast by day and rule',
    campaign('trigger: { schedule: { on: "2026-12-24", rrule: "FREQ=DAILY" } }'),
    'campaigns/cart.yaml:2:12:',
    'must have either `on`, a day, or `rrule`',
  ],
  [
    'a rule that cannot be read',
    campaign('trigger: { schedule: { rrule: "every monday" } }'),
    'campaigns/cart.yaml:2:31:',
    '`trigger.schedule.rrule`',
  ],
  [
    'a broadcast outside the life of its campaign',
    campaign('starts: "2026-11-01"\nends: "2026-12-01"\ntrigger: { schedule: { on: "2026-12-24" } }'),
    'campaigns/cart.yaml:4:',
    'when the campaign does not run',
  ],
  [
    'an end before the start',
    campaign('starts: "2026-12-01"\nends: "2026-11-01"\ntrigger: { event: cart.updated }'),
    'campaigns/cart.yaml:3:7:',
    'nobody would ever enter',
  ],
  [
    'inactivity by opens',
    campaign('trigger: { inactivity: { after: [message.opened], for: P1D } }'),
    'campaigns/cart.yaml:2:26:',
    'P-20',
  ],
  [
    'inactivity that opens end',
    campaign('trigger: { inactivity: { after: [order.placed], for: P1D, unless: [message.opened] } }'),
    'campaigns/cart.yaml:2:59:',
    'P-20',
  ],
  [
    'an event that is misspelt',
    campaign('trigger: { event: cart.udpated }'),
    'campaigns/cart.yaml:2:19: warning:',
    'did you mean `cart.updated`?',
  ],
  [
    'an own event that is misspelt',
    campaign('trigger: { event: consent.grantd }'),
    'campaigns/cart.yaml:2:19: warning:',
    'did you mean `consent.granted`?',
  ],
  [
    'a date that people write as text',
    {
      ...campaign('trigger: { date: { path: profile.wedding } }'),
      'settings.yaml': `${soundFiles['settings.yaml']}selfService: { traits: [wedding] }\n`,
    },
    'campaigns/cart.yaml:2:26: warning:',
    'type: date',
  ],
  // Keys, goals, exits.
  [
    'a key that the sample lacks',
    campaign('trigger: { event: cart.updated, key: properties.cardId }'),
    'campaigns/cart.yaml:2:38: warning:',
    'did you mean `cartId`?',
  ],
  [
    'a goal with sameKey, and no key',
    campaign('trigger: { event: cart.updated }\ngoal: { event: order.placed, sameKey: properties.cartId }'),
    'campaigns/cart.yaml:3:30:',
    '`goal.sameKey` compares with `key`',
    'add `key: properties.cartId`',
  ],
  [
    'reentry by a key that is not there',
    campaign('trigger: { event: cart.updated }\nreentry: { after: P1D, per: key }'),
    'campaigns/cart.yaml:3:29:',
    '`reentry.per` is `key`',
  ],
  [
    'a goal whose value the sample lacks',
    campaign('trigger: { event: cart.updated }\ngoal: { event: order.placed, value: properties.totl }'),
    'campaigns/cart.yaml:3:37: warning:',
    'did you mean `total`?',
  ],
  [
    'a goal of an event that is misspelt',
    campaign('trigger: { event: cart.updated }\ngoal: { event: order.plcaed }'),
    'campaigns/cart.yaml:3:16: warning:',
    'did you mean `order.placed`?',
  ],
  [
    'a goal by opens',
    campaign('trigger: { event: cart.updated }\ngoal: { event: message.opened }'),
    'campaigns/cart.yaml:3:16:',
    'P-20',
  ],
  [
    'an exit whose key the sample lacks',
    campaign(
      'trigger: { event: cart.updated, key: properties.cartId }\nexit: [{ event: order.placed, sameKey: properties.cart }]',
    ),
    'campaigns/cart.yaml:3:40: warning:',
    'did you mean `cartId`?',
  ],
  [
    'an exit of nothing',
    campaign('trigger: { event: cart.updated }\nexit: [{ sameKey: properties.cartId }]'),
    'campaigns/cart.yaml:3:',
    'must have either `event` or `when`',
  ],
  [
    'an exit with where beside when',
    campaign(
      'trigger: { event: cart.updated }\nexit: [{ when: { profile: { vip: [true] } }, where: { properties: { a: [1] } } }]',
    ),
    'campaigns/cart.yaml:3:',
    'these go with `event`',
  ],
  // Steps.
  [
    'a waitFor of an event that is misspelt',
    steps('  - waitFor: { event: order.placd, timeout: P1D }'),
    'campaigns/cart.yaml:4:23: warning:',
    'did you mean `order.placed`?',
  ],
  [
    'a waitFor whose key the sample lacks',
    steps('  - waitFor: { event: order.placed, sameKey: properties.cart, timeout: P1D }'),
    'campaigns/cart.yaml:4:46: warning:',
    'did you mean `cartId`?',
  ],
  ['a waitFor by opens', steps('  - waitFor: { outcome: opened, timeout: P1D }'), 'campaigns/cart.yaml:4:25:', 'P-20'],
  [
    'an outcome of no send',
    steps('  - { id: a, wait: P1D }\n  - waitFor: { outcome: clicked, of: a, timeout: P1D }'),
    'campaigns/cart.yaml:5:',
    'which is the id of no send step',
  ],
  [
    'a wait for a day that the sample lacks',
    steps('  - wait: { until: { path: properties.end } }\n  - send: cart'),
    'campaigns/cart.yaml:4:28: warning:',
    '`properties.end`',
  ],
  [
    'a fact of no step',
    steps('  - branch: [{ when: { steps: { buy: { outcome: [clicked] } } }, then: [{ send: cart }] }]'),
    'campaigns/cart.yaml:3:1:',
    'the campaign has no such step',
  ],
  [
    'a way that nobody goes',
    steps('  - split: [{ percent: 100, then: [{ send: cart }] }, { percent: 0, then: [] }]'),
    'campaigns/cart.yaml:4:66: warning:',
    'nobody goes',
  ],
  [
    'else before its end',
    steps('  - branch: [{ else: [] }, { when: { profile: { vip: [true] } }, then: [] }]'),
    'campaigns/cart.yaml:4:',
    'has `else` before its end',
  ],
  [
    'branches that all end',
    steps('  - branch: [{ when: { profile: { vip: [true] } }, then: [exit] }, { else: [exit] }]\n  - send: cart'),
    'campaigns/cart.yaml:5:',
    'is never reached',
  ],
  ['a topic that cannot be withdrawn', steps('  - withdraw: ofers'), 'campaigns/cart.yaml:4:15:', '`offers`'],
  [
    'a template in a branch that is not there',
    steps('  - branch: [{ when: { profile: { vip: [true] } }, then: [{ send: crat }] }]'),
    'campaigns/cart.yaml:4:',
    'did you mean `cart`?',
  ],
];

eachIsTold('what does not fit together in a campaign is told with its place and what to write', rows);
