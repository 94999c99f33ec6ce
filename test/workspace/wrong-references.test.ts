import { describe, expect, test } from 'vitest';
import { formatFinding } from '../../shared/workspace/findings.ts';
import { parseWorkspace } from '../../shared/workspace/parse.ts';
import { sampledDateFindings } from '../../shared/workspace/trait-checks.ts';
import { type Files, soundFiles, withChange } from '../content/workspace-files.ts';

const CART = 'campaigns/cart.yaml';

const PLAN = `events:
  order.placed: { remember: true, sample: { orderId: o-1, cartId: k-1, total: 49.9, items: [ { sku: a } ] } }
  cart.updated: { sample: { cartId: k-1, total: 20 } }
`;

/** A whole campaign of these lines, with topic and a send where they name none; lines count from `id`, which is the first. */
function campaign(lines: string): Files {
  const rest = /^topic:|^class:/m.test(lines) ? lines : `${lines}\ntopic: offers`;
  const text = `id: cart\n${rest}${/^steps:/m.test(lines) ? '' : '\nsteps: [{ send: cart }]'}\n`;
  return { ...soundFiles, 'events.yaml': PLAN, [CART]: text };
}
const settings = (line: string): Files => ({
  ...soundFiles,
  'settings.yaml': `${soundFiles['settings.yaml']}${line}\n`,
});
const steps = (lines: string) => campaign(`trigger: { event: cart.updated, key: properties.cartId }\nsteps:\n${lines}`);

const findingsIn = (files: Files) => parseWorkspace(files).findings.map(formatFinding);

type Row = readonly [what: string, files: Files, place: string, ...words: string[]];
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
  // Conditions against samples.
  [
    'a condition on what the sample lacks',
    campaign('trigger: { event: cart.updated, where: { properties: { totl: [20] } } }'),
    'campaigns/cart.yaml:2:56: warning:',
    'did you mean `total`?',
  ],
  [
    'a number compared with text',
    campaign('trigger: { event: cart.updated, where: { properties: { total: ["20"] } } }'),
    'campaigns/cart.yaml:2:56: warning:',
    'the two are never equal',
  ],
  [
    'text compared with a number',
    campaign('trigger: { event: cart.updated, where: { properties: { cartId: [{ numeric: [">", 1] }] } } }'),
    'campaigns/cart.yaml:2:56: warning:',
    'the two are never equal',
  ],
  [
    'a condition of a goal that the sample lacks',
    campaign(
      'trigger: { event: cart.updated }\ngoal: { event: order.placed, where: { properties: { paid: [true] } } }',
    ),
    'campaigns/cart.yaml:3:53: warning:',
    '`properties.paid`',
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
  [
    'a waitFor by opens',
    steps('  - waitFor: { outcome: opened, timeout: P1D }'),
    'campaigns/cart.yaml:4:25:',
    'P-20',
  ],
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
  // Settings.
  [
    'a cap that is longer than sends are remembered',
    settings('frequencyCaps: [{ max: 9, per: P90D }]'),
    'settings.yaml:10:32:',
    '30 days',
  ],
  [
    'a cap that a stricter one makes idle',
    settings('frequencyCaps: [{ max: 3, per: P1D }, { max: 2, per: P7D }]'),
    'settings.yaml:10:17: warning:',
    '`frequencyCaps[1]` is stricter',
  ],
  [
    'a cap twice',
    settings('frequencyCaps: [{ max: 1, per: P1D }, { max: 1, per: P1D }]'),
    'settings.yaml:10:39: warning:',
    'leave one of them out',
  ],
  ['a cap of nothing', settings('frequencyCaps: [{ max: 0, per: P1D }]'), 'settings.yaml:10:24:', 'at least 1'],
  [
    'a share where a percentage is meant',
    settings('controlGroup: 0.05'),
    'settings.yaml:10:15: warning:',
    'one person in 2000',
    'write 5',
  ],
  [
    'a control group of most people',
    settings('controlGroup: 95'),
    'settings.yaml:10:15: warning:',
    'no marketing at all',
  ],
  [
    'a holdout of everybody',
    campaign('holdout: 100\ntrigger: { event: cart.updated }'),
    'campaigns/cart.yaml:2:10: warning:',
    'nobody gets a mail',
  ],
  [
    'a switch of no topic',
    settings('sending: { topics: [ofers] }'),
    'settings.yaml:10:21:',
    'which the workspace does not have',
  ],
  [
    'an own event that is none',
    settings('publish: [message.opened]'),
    'settings.yaml:10:11:',
    "no event of heed's own",
  ],
  [
    'a parameter of links that is none',
    settings('links: { utm: { medum: email } }'),
    'settings.yaml:10:17:',
    'did you mean `medium`?',
  ],
  // A fault of the schema hides nothing else of its file.
  [
    'an unknown topic beside an unknown key',
    campaign('audiences: 1\ntopic: ofers\ntrigger: { event: cart.updated }'),
    'campaigns/cart.yaml:3:8:',
    'did you mean `offers`?',
  ],
  [
    'an unknown template behind a step that is none',
    steps('  - mail: cart\n  - send: crat'),
    'campaigns/cart.yaml:5:11:',
    'did you mean `cart`?',
  ],
  [
    'a wrong condition beside a trigger that is none',
    campaign('trigger: { evnt: cart.updated }\naudience: { customer: { a: [1] } }'),
    'campaigns/cart.yaml:3:13:',
    'which no fact provides',
  ],
  [
    'opens beside a duration that is none',
    campaign('sendWithin: soon\ntrigger: { event: message.opened }'),
    'campaigns/cart.yaml:3:19:',
    'P-20',
  ],
  [
    'a switch of no topic beside a wrong percentage',
    settings('controlGroup: 500\nsending: { topics: [ofers] }'),
    'settings.yaml:11:21:',
    'which the workspace does not have',
  ],
  [
    'a topic without words beside one with a wrong opt-in',
    { ...soundFiles, 'topics.yaml': '- { id: offers, name: { en: Offers }, optIn: triple }\n' },
    'topics.yaml:1:',
    'no words in `de`',
  ],
];

describe('what does not fit together is told with its place and what to write', () => {
  const named = rows.map(([what, files, place, ...words]) => ({ what, files, place, words }));
  test.each(named)('$what', ({ files, place, words }) => {
    const findings = findingsIn(files);
    const found = findings.filter((each) => each.startsWith(place) && words.every((word) => each.includes(word)));
    expect(found, findings.join('\n') || 'no finding').not.toEqual([]);
  });
});

describe('what only looks odd is no finding', () => {
  const sound: readonly (readonly [string, Files])[] = [
    ['an event that nobody declared', campaign('trigger: { event: ticket.reopened }')],
    ['events that are numbered', campaign('trigger: { event: order.placed2 }')],
    ['properties of an event without a sample', campaign('trigger: { event: x.y, key: properties.any }')],
    [
      'a condition on what is not there',
      campaign('trigger: { event: cart.updated, where: { properties: { coupon: [{ exists: false }] } } }'),
    ],
    [
      'items of a list',
      campaign('trigger: { event: order.placed, where: { properties: { items: { sku: [{ prefix: a }] } } } }'),
    ],
    ['the usual caps', settings('frequencyCaps: [{ max: 1, per: PT24H }, { max: 3, per: P7D }]')],
    ['a tenth held out', campaign('holdout: 10\ntrigger: { event: cart.updated }')],
    [
      'the tracking plan with samples',
      { ...soundFiles, 'events.yaml': PLAN.replace('cart.updated', 'cart.abandoned') },
    ],
  ];
  test.each(sound.map(([what, files]) => ({ what, files })))('$what', ({ files }) => {
    expect(findingsIn(files)).toEqual([]);
  });
});

describe('dates of the profile', () => {
  const dates = (path: string, people: Parameters<typeof sampledDateFindings>[1]) => {
    const { draft } = parseWorkspace(campaign(`trigger: { date: { path: "${path}" }, key: contractId }`));
    return sampledDateFindings(draft.campaigns, people).map(formatFinding);
  };

  test('a name that nobody of the samples has is most likely misspelt', () => {
    expect(dates('profile.brithday', [{ birthday: '1990-05-17' }])).toEqual([
      'campaigns/cart.yaml:2:26: warning: `trigger.date.path` is `profile.brithday`, which nobody in samples/ has; did you mean `birthday`?',
    ]);
  });

  test('one that somebody has is fine, also in a list', () => {
    const people: Parameters<typeof sampledDateFindings>[1] = [{}, { contracts: [{ contractId: 'k-7', end: '2027-01-31' }] }];
    expect(dates('profile.contracts[].end', people)).toEqual([]);
    expect(dates('profile.contracts[].ends', people)).toHaveLength(1);
  });

  test('without samples nobody can tell', () => {
    expect(dates('profile.brithday', [])).toEqual([]);
  });
});

test('a draft that has faults is no campaign of the workspace, however it is looked at', () => {
  const { draft, looked } = parseWorkspace(withChange(CART, 'status: active', 'status: on'));
  expect(draft.campaigns).toEqual([]);
  expect(looked.campaigns.map((each) => each.definition.id)).toEqual(['cart']);
});
