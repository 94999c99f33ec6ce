import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import { groupWithoutMails } from '../../shared/messages/gates/holdout.ts';
import type { CampaignDefinition } from '../../shared/workspace/campaign-definition.ts';
import { ann, campaign, event, NOON, settings, template, templates, transactional, workspace } from './making.ts';
import { Story } from './story.ts';

const caps = [
  { max: 1, per: DAY },
  { max: 3, per: 7 * DAY },
];

function storyOf(
  campaigns: readonly CampaignDefinition[],
  differs: Partial<typeof settings> = {},
  person = ann(),
): Story {
  const space = workspace({
    campaigns,
    settings: { ...settings, frequencyCaps: caps, ...differs },
    templates: [...templates, template({ id: 'a' }), template({ id: 'b' })],
  });
  return new Story(space, person);
}

const on = (id: string, differs: Partial<CampaignDefinition> = {}) =>
  campaign({
    id,
    key: undefined,
    triggers: [{ kind: 'event', event: `${id}.happened` }],
    sendWithin: 30 * DAY,
    ...differs,
  });

const states = (story: Story) =>
  Object.fromEntries(
    story.person.messages.map((each) => [each.campaign, `${each.status} ${each.because?.reason ?? ''}`.trim()]),
  );

describe('frequency caps (P-101, P-102)', () => {
  test('hold the second mail of a day, of whichever campaign, until the first is exactly a day old', () => {
    const story = storyOf([on('one'), on('two')]);
    story.event('one.happened');
    story.sendsAll();
    story.event('two.happened');
    expect(states(story)).toEqual({ two: 'held frequency-cap' });
    expect(story.message.notBefore).toBe(NOON + DAY);
    story.passes(DAY - MINUTE);
    expect(story.sendsAll()).toBe(1);
  });

  test('count what is under way: a reservation is a mail until it turns out to be none', () => {
    const story = storyOf([on('one'), on('two')]);
    story.event('one.happened');
    story.claim(story.message.messageId);
    story.event('two.happened');
    expect(states(story)).toMatchObject({ two: 'held frequency-cap' });
  });

  test('hold a fourth mail of a week until the week has rolled on', () => {
    const story = storyOf([on('one', { reentry: { kind: 'always' } })]);
    for (let day = 0; day < 3; day += 1) {
      story.event('one.happened');
      story.sendsAll();
      story.passes(DAY);
    }
    story.event('one.happened');
    expect(story.message.notBefore).toBe(NOON + 7 * DAY);
  });

  test('neither hold nor count transactional mail (P-102)', () => {
    const story = storyOf([on('one'), transactional()]);
    story.event('order.placed');
    story.sendsAll();
    story.event('one.happened');
    expect(states(story)).toEqual({ one: 'queued' });
    story.sendsAll();
    story.event('order.placed');
    expect(states(story)).toEqual({ 'order-confirmed': 'queued' });
  });

  test('end a mail at once that could only go when it is worth nothing any more (P-100)', () => {
    const story = storyOf([on('one'), on('two', { sendWithin: 2 * HOUR })]);
    story.event('one.happened');
    story.sendsAll();
    story.event('two.happened');
    expect(story.ends.at(-1)).toBe('skipped: expired');
  });
});

describe('two mails that want one slot (P-103)', () => {
  const high = on('high', { priority: 90 });
  const low = on('low', { priority: 10 });

  test('go by priority, whichever came first', () => {
    const story = storyOf([high, low]);
    story.event('low.happened');
    story.event('high.happened');
    expect(states(story)).toEqual({ low: 'held frequency-cap', high: 'queued' });
  });

  test('go by arrival once the first is claimed: a call cannot be taken back', () => {
    const story = storyOf([high, low]);
    story.event('low.happened');
    story.claim(story.message.messageId);
    story.event('high.happened');
    expect(states(story)).toEqual({ low: 'sending', high: 'held frequency-cap' });
  });

  test('that gave up its slot is asked everything again when there is one (P-103)', () => {
    const story = storyOf([high, low]);
    story.event('low.happened');
    story.event('high.happened');
    story.sendsAll();
    story.tell({ kind: 'withdrawal', id: 'w', topic: 'offers', at: story.now, method: 'link' });
    story.passes(2 * DAY);
    expect(story.ends.at(-1)).toBe('skipped: topic-opted-out');
  });

  test('have the same winner whatever the order of arrival', () => {
    const campaigns = [
      on('p', { priority: 50 }),
      on('q', { priority: 50 }),
      on('r', { priority: 51 }),
      on('s', { priority: 50, sendWithin: 20 * DAY }),
    ];
    const space = storyOf(campaigns).workspace;
    const winner = (order: readonly string[]) => {
      const story = new Story(space);
      for (const id of order) story.tell(event({ type: `${id}.happened`, eventId: id, properties: {} }));
      return story.person.messages.filter((each) => each.status === 'queued').map((each) => each.campaign);
    };
    fc.assert(
      fc.property(fc.shuffledSubarray(['p', 'q', 'r', 's'], { minLength: 4 }), (order) => {
        expect(winner(order)).toEqual(['r']);
      }),
    );
  });
});

describe('the control group', () => {
  test('gets no marketing at all, is sticky, and is as large as the settings say', () => {
    const ids = Array.from({ length: 4_000 }, (_, n) => `c-${n}`);
    const inGroup = (id: string) => groupWithoutMails({ campaign: campaign(), controlGroup: 5 }, id) === 'control';
    const share = ids.filter(inGroup).length / ids.length;
    expect(share).toBeGreaterThan(0.035);
    expect(share).toBeLessThan(0.065);
    const one = ids.find(inGroup) as string;
    const story = storyOf([on('one'), transactional()], { controlGroup: 5 }, ann({ profileId: one }));
    story.event('one.happened');
    expect(story.log.at(-1)).toMatchObject({ verdict: 'skipped', because: { reason: 'holdout', group: 'control' } });
    story.event('order.placed');
    expect(states(story)).toEqual({ 'order-confirmed': 'queued' });
  });
});
