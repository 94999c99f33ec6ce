import { describe, expect, test } from 'vitest';
import { unknownAddress } from '../../shared/consent/address-state.ts';
import { DAY, HOUR } from '../../shared/kernel/instants.ts';
import { explainNow } from '../../shared/person/explain.ts';
import type { Person } from '../../shared/person/person.ts';
import type { CampaignDefinition } from '../../shared/workspace/campaign-definition.ts';
import { ann, campaign, NOON, workspace } from './making.ts';
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
