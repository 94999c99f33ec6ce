import { describe, expect, test } from 'vitest';
import { type RelayPorts, relayCommits } from '../../functions/relay/relay-commits.ts';
import type { BusEvent } from '../../shared/outbound/bus.eventbridge.ts';
import type { Effect } from '../../shared/person/effects.ts';
import { memoryAddressBook } from '../../shared/table/memory-address.ts';
import { memoryTimelineStore } from '../../shared/table/memory-timeline.ts';
import { OWN_EVENTS, type OwnEvent } from '../../shared/workspace/event-names.ts';
import { ANNS, ann, campaign, event, NOON, recorded, send, settings, workspace } from './making.ts';
import { Story } from './story.ts';

const nobodyYet = () => ann({ permission: { consents: [], requests: [], stoppedAt: null, resumedAt: null } });

function storyOf(publish: readonly OwnEvent[] | undefined, person = ann(), differs = {}): Story {
  return new Story(workspace({ campaigns: [campaign(differs)], settings: { ...settings, publish } }), person);
}

type Published = Extract<Effect, { type: 'publish' }>;
const published = (story: Story) => story.effects.filter((each): each is Published => each.type === 'publish');

/** A day of Ann's: asked for offers, left a cart, got its mail, complained. */
function live(story: Story): void {
  story.event('consent.recorded', { properties: recorded() });
  story.cartLeft();
  const { messageId } = story.message;
  story.sendsAll();
  story.hears({ type: 'delivery', messageId });
  story.hears({ type: 'complaint', messageId, complaintFeedbackType: 'abuse' });
}

/** What the relay puts on the bus when it performs the same commit so many times. */
async function onTheBus(effects: readonly Effect[], times: number): Promise<BusEvent[]> {
  const events: BusEvent[] = [];
  const nothing = { enqueue: async () => undefined };
  const ports: RelayPorts = {
    queue: nothing,
    jobs: nothing,
    inputs: nothing,
    timeline: memoryTimelineStore(() => []),
    addresses: memoryAddressBook(),
    events: {
      async publish(given) {
        events.push(...given);
        return given.map(() => 'id');
      },
    },
  };
  for (let time = 0; time < times; time += 1) {
    await relayCommits(ports, [{ profileId: 'c-42', version: 8, effects, removed: false }]);
  }
  return events;
}

describe('own events on the bus', () => {
  test('are none unless settings ask for their type', () => {
    const silent = storyOf(undefined, nobodyYet());
    live(silent);
    expect(published(silent)).toEqual([]);
    const one = storyOf(['message.delivered'], nobodyYet());
    live(one);
    expect(published(one).map((each) => each.event)).toEqual(['message.delivered']);
  });

  test('tell what happened, whether or not a campaign asks about it', () => {
    const story = storyOf(OWN_EVENTS, nobodyYet());
    live(story);
    expect(published(story).map((each) => each.event)).toEqual([
      'consent.granted',
      'enrollment.started',
      'message.sent',
      'enrollment.ended',
      'message.delivered',
      'address.suppressed',
      'consent.withdrawn',
      'message.complained',
    ]);
  });

  test('hold ids and words of closed sets, never an address, its HMAC, or what a company wrote', () => {
    const story = storyOf(OWN_EVENTS, nobodyYet(), { key: 'profile.email' });
    story.event('consent.recorded', {
      eventId: 'ann@example.org-asked',
      properties: recorded({ method: 'told ann@example.org by phone', text: 'Yes' }),
    });
    live(story);
    const told = JSON.stringify(published(story));
    for (const secret of ['@', ANNS, 'by phone', 'Yes']) expect(told).not.toContain(secret);
    expect(published(story)[0]?.properties).toEqual({
      topic: 'offers',
      purpose: 'marketing.email',
      basis: 'express-doi',
    });
  });

  test('have one id for one cause, and ids of their own for each person and event', () => {
    const ids = [ann(), { ...ann(), profileId: 'c-43' }].map((person) => {
      const story = storyOf(OWN_EVENTS, person);
      live(story);
      const again = storyOf(OWN_EVENTS, person);
      live(again);
      expect(published(again)).toEqual(published(story));
      return published(story).map((each) => each.eventId);
    });
    expect(new Set(ids.flat()).size).toBe(ids.flat().length);
  });

  test('performed again are the same events, with source heed', async () => {
    const story = storyOf(['message.sent']);
    live(story);
    const events = await onTheBus(story.effects, 2);
    const [{ eventId, properties } = { eventId: '', properties: {} }] = published(story);
    const sent = {
      source: 'heed',
      type: 'message.sent',
      detail: { profileId: 'c-42', eventId, occurredAt: '2026-11-18T12:00:00.000Z', properties },
      at: NOON,
    };
    expect(events).toEqual([sent, sent]);
  });
});

describe('events that a workspace emits', () => {
  const emitting = (properties = {}) =>
    campaign({ steps: [{ type: 'emit', id: 'say', event: 'cart.abandoned', properties }, send()] });

  test('performed again keep their id, so that the second is known for the first', async () => {
    const story = new Story(workspace({ campaigns: [emitting()] }));
    story.cartLeft();
    const [first, second] = await onTheBus(story.effects, 2);
    expect(first).toMatchObject({ source: 'heed.workspace', detail: { depth: 1 } });
    expect(second).toEqual(first);
    const detail = first?.detail as { eventId: string };
    const coming = event({ eventId: detail.eventId, depth: 1, properties: { cartId: 'k-2' } });
    story.tell(coming);
    const before = story.person;
    expect(story.tell(coming).person).toBe(before);
  });

  test('end at five levels, which the log tells, and the run goes on', () => {
    const story = new Story(workspace({ campaigns: [emitting()] }));
    story.event('cart.abandoned', { properties: { cartId: 'k' }, depth: 5 });
    expect(story.effects.filter((each) => each.type === 'emit')).toEqual([]);
    const because = { reason: 'emit-loop', event: 'cart.abandoned', depth: 5 };
    expect(story.log).toMatchObject([{ verdict: 'skipped', because, stepId: 'say', aside: true }]);
    expect(story.message.stepId).toBe('reminder');
  });

  test('keep their depth through own events: a loop by way of the end of a run ends too', () => {
    const looping = campaign({
      triggers: [{ kind: 'event', event: 'enrollment.ended' }],
      key: undefined,
      where: { properties: { campaign: ['cart-abandoned'] } },
      id: 'looping',
      steps: [{ type: 'emit', id: 'say', event: 'cart.abandoned', properties: { cartId: 'k' } }],
    });
    const story = new Story(workspace({ campaigns: [campaign({ steps: [] }), looping] }));
    story.event('cart.abandoned', { properties: { cartId: 'k' }, depth: 3 });
    expect(story.effects.filter((each) => each.type === 'emit')).toMatchObject([{ depth: 4 }]);
  });

  test('that are larger than an event may be are not published, and say so', () => {
    const story = new Story(workspace({ campaigns: [emitting({ all: '{{ properties.words }}' })] }));
    story.event('cart.abandoned', { properties: { cartId: 'k', words: 'x'.repeat(20_000) } });
    expect(story.effects.filter((each) => each.type === 'emit')).toEqual([]);
    expect(story.log).toMatchObject([{ because: { reason: 'too-large', event: 'cart.abandoned' } }]);
  });

  test('whose Liquid runs beyond its limits hold nothing for that value, and stop no run', () => {
    const runaway = '{% for a in (1..100000000) %}{{ a }}{% endfor %}';
    const story = new Story(workspace({ campaigns: [emitting({ runaway, one: 1 })] }));
    expect(story.cartLeft().refused).toBeNull();
    expect(story.effects.filter((each) => each.type === 'emit')).toMatchObject([
      { properties: { runaway: null, one: 1 } },
    ]);
  });
});

test('a set step says no address, no id and no zone that is none, whatever an old definition holds', () => {
  const traits = {
    email: 'eve@evil.example',
    profileId: 'c-1',
    timeZone: '{{ properties.zone }}',
    locale: 'de_AT',
    vip: true,
  };
  const story = new Story(workspace({ campaigns: [campaign({ steps: [{ type: 'set', id: 's', traits }] })] }));
  story.event('cart.abandoned', { properties: { cartId: 'k', zone: 'Mars/Base' } });
  const said = Object.fromEntries(Object.entries(story.person.traits).map(([name, { value }]) => [name, value]));
  expect(said).toEqual({ email: 'ann@example.org', timeZone: 'Europe/Berlin', locale: 'de_AT', vip: true });
});
