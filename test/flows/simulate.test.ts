import { beforeAll, expect, test } from 'vitest';
import { compileWorkspace } from '../../shared/content/compile-workspace.ts';
import { DAY, HOUR, type Instant, isoInstant, MINUTE } from '../../shared/kernel/instants.ts';
import { definitionHash } from '../../shared/workspace/content-hash.ts';
import { loadWorkspace, type Workspace } from '../../shared/workspace/workspace.ts';
import { consentRecorded, happen } from './flow-people.ts';
import { flowWorkspace, settingsWith, template } from './flow-workspace.ts';
import { expectLived, foretold } from './foretold.ts';
import type { CompanyEvent, RunningHeed } from './local-run.ts';
import { sharedRun } from './shared-run.ts';

const files = flowWorkspace(
  {
    cart: `topic: offers
trigger: { inactivity: { after: [cart.updated], for: PT3H, unless: [order.placed] }, key: properties.cartId }
reentry: { after: P2D, per: person }
exit: [ { event: order.placed, sameKey: properties.cartId } ]
goal: { event: order.placed, sameKey: properties.cartId, within: P3D, value: properties.total }
holdout: 20
steps:
  - send: reminder
  - waitFor: { event: order.placed, sameKey: properties.cartId, timeout: P1D }
    then: []
    else:
      - split: [ { percent: 50, then: [ { send: last-call } ] }, { percent: 50, then: [ { emit: { event: cart.given-up } } ] } ]
`,
    'given-up': 'topic: news\ntrigger: { event: cart.given-up }\nsteps: [ { send: last-call } ]\n',
    birthday: `topic: offers
trigger: { date: { path: profile.birthday, yearly: true, at: "09:00" } }
priority: 90
steps: [ { send: welcome } ]
`,
    thanks:
      'topic: offers\ntrigger: { event: order.placed }\nreentry: always\nsteps: [ { wait: PT2H }, { send: thanks } ]\n',
  },
  {
    ...template('thanks', 'Thank you', 'Danke'),
    'settings.yaml': settingsWith('{ from: "21:00", to: "08:00" }').replace(
      'frequencyCaps: []',
      'frequencyCaps: [ { max: 1, per: PT24H } ]',
    ),
  },
);

const ids = Array.from({ length: 10 }, (_, n) => `sim-${n}`);
let heed: RunningHeed;
beforeAll(async () => {
  heed = await sharedRun(files);
});

/** Half a minute past, so that no wait ends on the minute of a sweep, and no quiet hours begin on it. */
function story(start: Instant): CompanyEvent[] {
  const at = (hours: number) => isoInstant(start + hours * HOUR + 30_000);
  const birthday = `1990${isoInstant(start + DAY).slice(4, 10)}`;
  const cart = (n: number, hours: number): CompanyEvent => ({
    type: 'cart.updated',
    profileId: `sim-${n}`,
    eventId: `sim-cart-${n}-${hours}`,
    occurredAt: at(hours),
    properties: { cartId: `k-${n}`, total: 20 + n },
  });
  const order = (n: number, hours: number): CompanyEvent => ({
    ...cart(n, hours),
    type: 'order.placed',
    eventId: `sim-order-${n}-${hours}`,
  });
  return [
    ...ids.map((id, n) => ({
      ...consentRecorded(id, n % 3 === 0 ? { birthday } : {}, n % 4 === 3 ? 'news' : 'offers'),
      occurredAt: at(0),
    })),
    ...ids.map((_, n) => cart(n, 2)),
    ...[1, 4].map((n) => order(n, 3)),
    ...[2, 5].map((n) => order(n, 12)),
    {
      type: 'consent.withdrawn',
      profileId: 'sim-6',
      eventId: 'sim-out',
      occurredAt: at(20),
      properties: { topics: ['offers'], method: 'call' },
    },
    ...[0, 7].map((n) => cart(n, 30)),
    ...[8].map((n) => order(n, 31)),
  ];
}

async function loaded(): Promise<Workspace> {
  const compiled = await compileWorkspace(files);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.findings));
  const { content } = compiled;
  const hashes = Object.fromEntries(content.campaigns.map((each) => [each.id, definitionHash(each)]));
  return loadWorkspace({ number: 1, publishedAt: 0, content, hashes });
}

test('what a simulation tells of days to come, message by message, is what then happens', async () => {
  const start = Math.ceil((Date.parse(await heed.now()) + MINUTE) / DAY) * DAY + 9 * HOUR;
  const events = story(start);
  const to = start + 4 * DAY;
  for (const [occurredAt, together] of Map.groupBy(events, (event) => event.occurredAt ?? '')) {
    await heed.advanceTo(occurredAt);
    await happen(heed, ...together);
  }
  await heed.advanceTo(isoInstant(to));
  const lines = await foretold(await loaded(), ids, events, { from: start, to });
  const mails = [...lines.values()].flat().filter(({ words }) => words.startsWith('message.sent'));
  expect(mails.length).toBeGreaterThan(10);
  for (const id of ids) await expectLived(heed, id, lines.get(id) ?? []);
});
