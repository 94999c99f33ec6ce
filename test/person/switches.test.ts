import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import type { SendingSwitches } from '../../shared/workspace/definitions.ts';
import { ann, campaign, consent, requested, settings, transactional, workspace } from './making.ts';
import { Story } from './story.ts';

const campaigns = [campaign(), transactional()];
const off = (differs: Partial<SendingSwitches>) =>
  workspace({ campaigns, settings: { ...settings, sending: { ...settings.sending, ...differs } } });
const on = workspace({ campaigns });
const pausedCampaign = workspace({ campaigns: [campaign({ status: 'paused' }), transactional()] });

describe('P-107 a kill switch', () => {
  test.each([
    ['of the deployment', off({ paused: true }), { switch: 'deployment' }],
    ['of a topic', off({ topics: ['offers'] }), { switch: 'topic', topic: 'offers' }],
    ['of a template', off({ templates: ['reminder'] }), { switch: 'template', template: 'reminder' }],
    ['of a campaign', pausedCampaign, { switch: 'campaign', campaign: 'cart-abandoned' }],
  ])('%s stops a queued message at its claim, and lets it go when it is turned back', (_, stopped, because) => {
    const story = new Story(on);
    story.cartLeft();
    story.workspace = stopped;
    story.claim(story.message.messageId);
    expect(story.message).toMatchObject({ status: 'held', because: { reason: 'sending-disabled', ...because } });
    story.passes(2 * HOUR);
    expect(story.message.status).toBe('held');
    story.workspace = on;
    story.passes(HOUR);
    expect(story.message.status).toBe('queued');
    expect(story.sendsAll()).toBe(1);
    expect(story.ends).toEqual(['sent']);
  });

  test('tells the log once, however often it is asked', () => {
    const story = new Story(off({ topics: ['offers'] }));
    story.cartLeft();
    story.passes(2 * DAY);
    expect(story.log).toMatchObject([{ verdict: 'hold', because: { reason: 'sending-disabled' } }]);
  });

  test('P-100 holds no message beyond its time, and asks once more shortly before', () => {
    const story = new Story(off({ paused: true }));
    story.event('order.placed');
    const { expiresAt } = story.message;
    story.passes(expiresAt - MINUTE - story.now);
    expect(story.ends).toEqual(['skipped: expired']);
    const saved = new Story(off({ paused: true }));
    saved.event('order.placed');
    saved.passes(expiresAt - 2 * MINUTE - saved.now);
    saved.workspace = on;
    saved.passes(MINUTE);
    expect(saved.message.status).toBe('queued');
  });

  test('of the deployment holds order confirmations and confirmation mails too', () => {
    const story = new Story(off({ paused: true }), ann({ permission: { ...ann().permission, consents: [] } }));
    story.event('order.placed');
    story.event('subscription.requested', { properties: requested(), requestId: 'r-1' });
    expect(story.person.messages.map((each) => [each.status, each.because?.reason])).toEqual([
      ['held', 'sending-disabled'],
      ['held', 'sending-disabled'],
    ]);
    expect(story.orders).toEqual([]);
  });

  test('of a topic leaves other topics and transactional mail alone', () => {
    const both = [campaign({ topic: 'events' }), transactional()];
    const space = workspace({
      campaigns: both,
      settings: { ...settings, sending: { ...settings.sending, topics: ['offers'] } },
    });
    const story = new Story(
      space,
      ann({ permission: { ...ann().permission, consents: [consent({ topic: 'events' })] } }),
    );
    story.cartLeft();
    story.event('order.placed');
    expect(story.orders).toHaveLength(2);
  });

  test('hides no refusal: who never agreed is told so', () => {
    const story = new Story(off({ paused: true }), ann({ permission: { ...ann().permission, consents: [] } }));
    story.cartLeft();
    expect(story.ends).toEqual(['skipped: no-consent']);
  });

  test('a withdrawal during the pause wins', () => {
    const story = new Story(off({ paused: true }));
    story.cartLeft();
    story.tell({ kind: 'withdrawal', id: 'u-1', topic: 'offers', at: story.now, method: 'one-click' });
    story.workspace = on;
    story.passes(HOUR);
    expect(story.ends).toEqual(['skipped: topic-opted-out']);
  });

  test.each(['draft', 'archived'] as const)('a campaign that became %s ends its messages', (status) => {
    const story = new Story(on);
    story.cartLeft();
    story.workspace = workspace({ campaigns: [campaign({ status })] });
    story.claim(story.message.messageId);
    expect(story.ends).toEqual(['skipped: sending-disabled']);
  });
});
