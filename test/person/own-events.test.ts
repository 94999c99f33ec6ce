import { describe, expect, test } from 'vitest';
import { DAY, HOUR, isoInstant } from '../../shared/kernel/instants.ts';
import { ann, campaign, NOON, recorded, requested, send, wait, workspace } from './making.ts';
import { Story } from './story.ts';

const nobodyYet = () => ann({ permission: { consents: [], requests: [], stoppedAt: null, resumedAt: null } });
const welcome = campaign({
  id: 'welcome',
  triggers: [{ kind: 'event', event: 'consent.granted' }],
  key: undefined,
  where: { properties: { topic: ['offers'] } },
});
const space = workspace({ campaigns: [welcome] });

describe('consent.granted', () => {
  test('starts the welcome in the commit of the confirmation itself', () => {
    const story = new Story(space, nobodyYet());
    story.event('subscription.requested', { properties: requested(), requestId: 'r-1' });
    story.sendsAll();
    story.tell({ kind: 'confirmation', requestId: 'r-1', at: story.now, ip: null, userAgent: null });
    expect(story.message).toMatchObject({ campaign: 'welcome', status: 'queued' });
  });

  test('is not raised again by a second confirmation or a second record', () => {
    const story = new Story(space, nobodyYet());
    story.event('consent.recorded', { properties: recorded() });
    story.sendsAll();
    story.event('consent.recorded', { properties: recorded({ grantedAt: isoInstant(story.now) }) });
    expect(story.orders).toHaveLength(1);
  });

  test('older than P3D starts nothing: an import of old consents welcomes nobody', () => {
    const story = new Story(space, nobodyYet());
    story.event('consent.recorded', { properties: recorded({ grantedAt: isoInstant(NOON - 3 * DAY - 1) }) });
    expect(story.evidence).toEqual(['consent.granted offers']);
    expect(story.person.enrollments).toEqual([]);
    expect(story.orders).toEqual([]);
  });

  test('of another topic is none of its business', () => {
    const story = new Story(space, nobodyYet());
    story.event('consent.recorded', { properties: recorded({ topics: ['events'] }) });
    expect(story.orders).toEqual([]);
  });
});

test('consent.withdrawn ends a run that waits', () => {
  const waiting = campaign({ exit: [{ kind: 'event', event: 'consent.withdrawn' }], steps: [wait(DAY), send()] });
  const story = new Story(workspace({ campaigns: [waiting] }));
  story.cartLeft();
  story.tell({ kind: 'withdrawal', id: 'u-1', topic: 'offers', at: story.now, method: 'one-click' });
  expect(story.person.enrollments).toEqual([]);
});

test.each(['message.sent', 'message.delivered', 'enrollment.ended'])('%s may start a campaign', (type) => {
  const follow = campaign({
    id: 'follow',
    triggers: [{ kind: 'event', event: type }],
    key: undefined,
    reentry: { kind: 'never' },
  });
  const story = new Story(workspace({ campaigns: [campaign(), follow] }));
  story.cartLeft();
  const { messageId } = story.message;
  story.sendsAll();
  story.hears({ messageId, type: 'delivery' });
  expect(story.person.enrollments.map((each) => each.campaign)).toEqual(['follow']);
});

test('a campaign that its own end starts again comes to rest', () => {
  const loop = campaign({
    triggers: [
      { kind: 'event', event: 'enrollment.ended' },
      { kind: 'event', event: 'cart.abandoned' },
    ],
  });
  const story = new Story(workspace({ campaigns: [loop] }), nobodyYet());
  story.cartLeft();
  expect(story.ends.length).toBeGreaterThan(1);
  expect(story.ends.length).toBeLessThan(10);
  const before = story.person;
  story.passesUnswept(HOUR);
  expect(story.timer().person).toBe(before);
});
