import { describe, expect, test } from 'vitest';
import { formatFinding } from '../../shared/workspace/findings.ts';
import { parseWorkspace } from '../../shared/workspace/parse.ts';
import { sampledDateFindings } from '../../shared/workspace/trait-checks.ts';
import { type Files, soundFiles, withChange } from '../content/workspace-files.ts';
import { campaign, eachIsTold, findingsIn, type Row, settings, steps } from './told-with-place.ts';

const asking = (audience: string) => campaign(`audience: ${audience}\ntrigger: { event: cart.updated }`);

const conditions: readonly Row[] = [
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
  // Conditions that EventBridge would not take either.
  [
    'a value without a list',
    asking('{ profile: { country: DE } }'),
    'campaigns/cart.yaml:2:33:',
    'Write the values of a field as an array',
  ],
  ['a list of nothing', asking('{ profile: { country: [] } }'), 'campaigns/cart.yaml:2:24:', 'matches nothing'],
  ['lists in lists', asking('{ profile: { country: [[DE]] } }'), 'campaigns/cart.yaml:2:34:', 'arrays do not nest'],
  ['a condition of nothing', asking('{}'), 'campaigns/cart.yaml:2:1:', 'asks nothing'],
  ['a condition that is a list', asking('[vip]'), 'campaigns/cart.yaml:2:1:', 'must be a pattern'],
  [
    'an operator that is none',
    asking('{ profile: { plan: [{ prefx: Go }] } }'),
    'campaigns/cart.yaml:2:40:',
    'use one of prefix, suffix',
  ],
  [
    'a number in quotes',
    asking('{ profile: { age: [{ numeric: [">", "5"] }] } }'),
    'campaigns/cart.yaml:2:',
    'without quotes, is needed here',
  ],
  ['two stars', asking('{ profile: { plan: [{ wildcard: "**" }] } }'), 'campaigns/cart.yaml:2:', 'Two stars in a row'],
  [
    'one of a block',
    asking('{ $or: { profile: { vip: [true] } } }'),
    'campaigns/cart.yaml:2:13:',
    'takes a list of patterns',
  ],
  [
    'a counter of no such name',
    asking('{ events: { order.placed: { cont: [1] } } }'),
    'campaigns/cart.yaml:2:39:',
    'did you mean `count`?',
  ],
  [
    'a field of the run that is none',
    asking('{ enrollment: { ky: [a] } }'),
    'campaigns/cart.yaml:2:27:',
    'did you mean `key`?',
  ],
];
eachIsTold('a condition that cannot be meant is told with its place and what to write', conditions);

const numbers: readonly Row[] = [
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
];
eachIsTold('settings that cannot be meant are told with their place and what to write', numbers);

const besides: readonly Row[] = [
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
eachIsTold('a fault of the schema hides nothing else of its file', besides);

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
      { ...soundFiles, 'events.yaml': campaign('')['events.yaml']?.replace('cart.updated', 'cart.abandoned') ?? '' },
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
    const people: Parameters<typeof sampledDateFindings>[1] = [
      {},
      { contracts: [{ contractId: 'k-7', end: '2027-01-31' }] },
    ];
    expect(dates('profile.contracts[].end', people)).toEqual([]);
    expect(dates('profile.contracts[].ends', people)).toHaveLength(1);
  });

  test('without samples nobody can tell', () => {
    expect(dates('profile.brithday', [])).toEqual([]);
  });
});

test('a draft that has faults is no campaign of the workspace, however it is looked at', () => {
  const { draft, looked } = parseWorkspace(withChange('campaigns/cart.yaml', 'status: active', 'status: on'));
  expect(draft.campaigns).toEqual([]);
  expect(looked.campaigns.map((each) => each.definition.id)).toEqual(['cart']);
});
