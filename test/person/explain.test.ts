import { describe, expect, test } from 'vitest';
import { unknownAddress } from '../../shared/consent/address-state.ts';
import { DAY, HOUR } from '../../shared/kernel/instants.ts';
import { explainNow, waitingIn } from '../../shared/person/explain.ts';
import type { Person } from '../../shared/person/person.ts';
import type { CampaignDefinition } from '../../shared/workspace/campaign-definition.ts';
import { ann, campaign, NOON, send, traits, wait, workspace } from './making.ts';
import { Story } from './story.ts';

const { permission } = ann();

function explained(
  person: Partial<Person> = {},
  differs: Partial<CampaignDefinition> = {},
  now = NOON,
  address = unknownAddress,
) {
  const space = workspace({ campaigns: [campaign(differs)] });
  return explainNow(ann(person), address, space.campaigns.get('cart-abandoned')!, space, now);
}

describe('what a trigger now would give', () => {
  test('send, with every gate that was asked', () => {
    const explanation = explained();
    expect(explanation).toMatchObject({ verdict: 'send', because: null, until: null });
    expect(explanation.trace.map((line) => line.gate)).toContain('consent');
    expect(explanation.trace.every((line) => line.verdict === 'pass')).toBe(true);
  });

  test.each<[string, Partial<Person>, Partial<CampaignDefinition>, string, string]>([
    ['no consent', { permission: { ...permission, consents: [] } }, {}, 'skip', 'no-consent'],
    ['not in the audience', {}, { audience: { profile: { country: ['FR'] } } }, 'not-entered', 'not-in-audience'],
    ['a campaign that is paused', {}, { status: 'paused' }, 'not-entered', 'sending-disabled'],
    [
      'entered a while ago',
      { entries: [{ campaign: 'cart-abandoned', key: null, at: NOON - HOUR }] },
      { reentry: { kind: 'after', after: DAY, per: 'person' } },
      'not-entered',
      'reentry',
    ],
  ])('%s', (_, person, differs, verdict, reason) => {
    const explanation = explained(person, differs);
    expect(explanation).toMatchObject({ verdict, because: { reason } });
    expect(explanation.trace.at(-1)).toMatchObject({ verdict: 'skip', facts: { reason } });
  });

  test('hold, and until when', () => {
    expect(explained({}, {}, NOON + 9 * HOUR)).toMatchObject({
      verdict: 'hold',
      because: { reason: 'quiet-hours' },
      until: Date.parse('2026-11-19T07:00:00Z'),
    });
  });

  test('P-52 asks the address row too: what another holder said counts', () => {
    const stopped = { ...unknownAddress, stoppedAt: NOON - DAY };
    expect(explained({}, {}, NOON, stopped)).toMatchObject({
      verdict: 'skip',
      because: { reason: 'unsubscribed-all' },
    });
    const bounced = { ...unknownAddress, suppression: { reason: 'hard-bounce', since: NOON } as const };
    expect(explained({}, {}, NOON, bounced)).toMatchObject({ verdict: 'skip', because: { reason: 'hard-bounce' } });
  });

  test('a campaign that writes no mail is said to be one, and not to lack a template', () => {
    const explanation = explained({}, { steps: [wait(DAY)] });
    expect(explanation).toMatchObject({ verdict: 'skip', because: { reason: 'no-mail', campaign: 'cart-abandoned' } });
  });

  test('an exit condition that holds ends the run before its mail; one about the trigger is not foretold', () => {
    const paid = { kind: 'when', when: { profile: { plan: ['paid'] } } } as const;
    const noCart = { kind: 'when', when: { properties: { cartId: [{ exists: false }] } } } as const;
    expect(explained({ traits: traits({ plan: 'paid' }) }, { exit: [paid] })).toMatchObject({
      verdict: 'skip',
      because: { reason: 'exited', by: 'when' },
    });
    expect(explained({}, { exit: [paid, noCart] })).toMatchObject({ verdict: 'send' });
  });

  test('is what then happens', () => {
    for (const now of [NOON, NOON + 9 * HOUR]) {
      const story = new Story(workspace(), ann(), now);
      const foretold = explainNow(
        story.person,
        null,
        story.workspace.campaigns.get('cart-abandoned')!,
        story.workspace,
        now,
      );
      story.cartLeft();
      expect(story.message.status).toBe(foretold.verdict === 'send' ? 'queued' : 'held');
      if (foretold.until !== null) expect(story.message.notBefore).toBe(foretold.until);
    }
  });
});

describe('what is under way', () => {
  const waiting = (story: Story) => waitingIn(story.person, { id: 'cart-abandoned' }, story.workspace);

  test('is a run that waits, with its step and until when', () => {
    const story = new Story(workspace({ campaigns: [campaign({ steps: [wait(30 * DAY, '0'), send()] })] }));
    story.cartLeft();
    expect(waiting(story)).toEqual([
      {
        for: 'step',
        key: 'k-1',
        enrollmentId: 'cart-abandoned:k-1:cart.abandoned-1',
        step: '0',
        until: NOON + 30 * DAY,
      },
    ]);
  });

  test('is a silence that runs', () => {
    const triggers = [{ kind: 'inactivity', after: ['cart.updated'], for: 3 * HOUR, unless: [] }] as const;
    const story = new Story(workspace({ campaigns: [campaign({ triggers })] }));
    story.event('cart.updated', { properties: { cartId: 'k-1' } });
    expect(waiting(story)).toEqual([{ for: 'silence', key: 'k-1', since: NOON, until: NOON + 3 * HOUR }]);
  });

  test('is a date that comes near', () => {
    const triggers = [{ kind: 'date', path: 'profile.trip', yearly: false, before: ['P7D'], at: 9 * 60 }] as const;
    const story = new Story(workspace({ campaigns: [campaign({ triggers, key: undefined })] }));
    story.event('trip.booked', { traits: { trip: '2027-03-20' } });
    const until = Date.parse('2027-03-13T08:00:00Z');
    expect(waiting(story)).toEqual([{ for: 'date', key: null, day: '2027-03-20', before: 'P7D', until }]);
  });

  test('is nothing of another campaign', () => {
    const story = new Story(workspace({ campaigns: [campaign({ id: 'other', steps: [wait(DAY)] })] }));
    story.cartLeft();
    expect(waiting(story)).toEqual([]);
  });
});
