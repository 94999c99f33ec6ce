import { compilePattern, matches, type Pattern } from '../shared/pattern/pattern.ts';
import { decide } from '../shared/person/decide.ts';
import type { CustomerEvent } from '../shared/person/input.ts';
import type { Person } from '../shared/person/person.ts';
import type { CampaignDefinition } from '../shared/workspace/campaign-definition.ts';
import { ann, campaign, event, NOON, send, traits, wait, workspace } from '../test/person/making.ts';
import { anEnrollment } from '../test/table/people.ts';
import { perSecond } from './measure.ts';
import { figure, type Part, type Row } from './row.ts';

const BUDGET = 50_000;
const DAY = 86_400_000;

/** Twenty active campaigns: three are asked by a cart (the conditions of one let it in), all by an order. */
function campaigns(): CampaignDefinition[] {
  return Array.from({ length: 20 }, (_, n) =>
    campaign({
      id: `campaign-${n}`,
      triggers: [{ kind: 'event', event: n < 3 ? 'cart.abandoned' : `event.number-${n}` }],
      where: { properties: { total: [{ numeric: ['>=', n === 0 ? 20 : 500] }] } },
      audience: { profile: { country: ['DE', 'AT'] } },
      exit: [{ kind: 'event', event: 'order.placed', sameKey: 'properties.cartId' }],
      steps: [send(), wait(DAY), send('last-call')],
    }),
  );
}

/** Ann waits in five of them. */
function busyAnn(): Person {
  return ann({
    traits: traits({ email: 'ann@example.org', timeZone: 'Europe/Berlin', country: 'DE', firstName: 'Ann' }),
    enrollments: [10, 11, 12, 13, 14].map((n) =>
      anEnrollment({
        enrollmentId: `e-${n}`,
        campaign: `campaign-${n}`,
        pin: `hash-of-campaign-${n}`,
        key: `k-${n}`,
        startedAt: NOON - DAY,
        position: 1,
        dueAt: NOON + DAY,
      }),
    ),
  });
}

const properties = { cartId: 'k-991', total: 49.9, items: [{ sku: 'espresso-1kg', category: 'beans' }] };
const said = (type: string) => (n: number) => event({ type, eventId: `e-${n}`, properties });
const unasked = said('page.viewed');
const counted = said('order.placed');
const mailed = said('cart.abandoned');
/** The mixture of the cost budget: half relevant, a tenth leads to a mail. */
const mixed = (n: number) => (n % 2 === 0 ? unasked(n) : n % 10 === 1 ? mailed(n) : counted(n));

/** How often a second a decision is made for somebody with 5 enrollments in a workspace of 20 active campaigns. */
export function deciding(): Part {
  const home = workspace({ campaigns: campaigns(), events: { 'order.placed': { remember: true } } });
  const person = busyAnn();
  const begun = decide(person, mailed(1), home, NOON).person.messages.length;
  if (begun !== 1) throw new Error(`the cart asks for ${begun} mails, not one`);
  const row = (what: string, make: (n: number) => CustomerEvent): Row => {
    const rate = perSecond((n) => void decide(person, make(n), home, NOON));
    const measured = `${figure(rate)} a second`;
    return { what, measured, budget: `>= ${figure(BUDGET)} a second`, met: rate >= BUDGET };
  };
  return {
    rows: [
      row('`decide`, 5 enrollments, 20 campaigns: 50 % unasked, 40 % counted, 10 % mailed', mixed),
      row('… an event nobody asks about', unasked),
      row('… an order: counted, asked by the exits of five runs', counted),
      row('… a cart: three campaigns asked, a run begun, all gates asked, a mail queued', mailed),
      ...matching(),
    ],
  };
}

function compiled(source: unknown): Pattern {
  const answer = compilePattern(source);
  if (!answer.ok) throw new Error('a pattern of the bench is none');
  return answer.pattern;
}

function matching(): Row[] {
  const facts = { profile: { country: 'DE', plan: 'gold' }, properties, event: { type: 'cart.abandoned' } };
  const plain = compiled({ properties: { total: [{ numeric: ['>=', 20] }] } });
  const rich = compiled({
    $or: [{ profile: { plan: [{ prefix: 'gol' }] } }, { properties: { total: [{ numeric: ['>', 100] }] } }],
    properties: { items: { sku: [{ wildcard: 'esp*kg' }], category: [{ 'anything-but': ['tea'] }] } },
  });
  const rate = (pattern: Pattern) => `${figure(perSecond(() => void matches(pattern, facts), 300))} a second`;
  return [
    { what: 'pattern match, one condition', measured: rate(plain) },
    { what: 'pattern match, `$or`, `wildcard`, `anything-but` in an array', measured: rate(rich) },
  ];
}
