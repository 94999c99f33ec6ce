import { describe, expect, test } from 'vitest';
import { DAY } from '../../shared/kernel/instants.ts';
import type { WithdrawStep } from '../../shared/workspace/campaign-definition.ts';
import { ann, campaign, consent, NOON, send, stranger, wait, workspace } from './making.ts';
import { Story } from './story.ts';

const withdraw = (...topics: string[]): WithdrawStep => ({ type: 'withdraw', id: 'let-go', topics });
const sunset = workspace({
  campaigns: [
    campaign({ steps: [send(), wait(DAY), withdraw('offers', 'events'), send('last-call')] }),
    campaign({ id: 'goodbye', key: undefined, triggers: [{ kind: 'event', event: 'consent.withdrawn' }], steps: [] }),
  ],
});

describe('a `withdraw` step', () => {
  test('takes its topics off a person, with evidence, and the run goes on without them', () => {
    const { permission } = ann();
    const both = [consent(), consent({ topic: 'events' }), consent({ topic: 'service-news' })];
    const story = new Story(sunset, ann({ permission: { ...permission, consents: both } }));
    story.cartLeft();
    story.sendsAll();
    story.passes(DAY);
    expect(story.ends).toEqual(['sent', 'skipped: topic-opted-out']);
    expect(story.evidence).toEqual(['consent.withdrawn offers', 'consent.withdrawn events']);
    expect(story.ledger.map((entry) => entry.method)).toEqual(['campaign', 'campaign']);
    expect(story.person.permission.consents.filter((each) => each.withdrawnAt === null)).toMatchObject([
      { topic: 'service-news' },
    ]);
  });

  test('never raises a permission: who had none has none, and later nothing is told', () => {
    const space = workspace({ campaigns: [campaign({ steps: [withdraw('offers')] })] });
    const story = new Story(space, stranger());
    story.cartLeft();
    expect(story.person.permission.consents).toEqual([
      { topic: 'offers', purpose: 'marketing.email', grant: null, withdrawnAt: NOON },
    ]);
    story.cartLeft('k-2');
    expect(story.evidence).toEqual(['consent.withdrawn offers']);
  });

  test('P-44 what is granted afterwards counts again', () => {
    const space = workspace({ campaigns: [campaign({ steps: [withdraw('offers')] })] });
    const story = new Story(space);
    story.cartLeft();
    story.passes(1);
    story.tell({ ...recordedNow(story.now) });
    story.workspace = workspace();
    story.cartLeft('k-2');
    expect(story.orders).toHaveLength(1);
  });
});

function recordedNow(now: number) {
  const properties = {
    topics: ['offers'],
    basis: 'express-doi',
    grantedAt: new Date(now).toISOString(),
    method: 'web-form',
    text: 'Yes, send me offers.',
    source: 'crm/form-7',
  };
  return {
    kind: 'event',
    type: 'consent.recorded',
    eventId: 'again',
    occurredAt: now,
    properties,
    traits: {},
  } as const;
}
