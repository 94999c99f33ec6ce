import { entryRefusal, takesIn } from '../campaigns/entry.ts';
import type { AddressState } from '../consent/address-state.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Because } from '../messages/because.ts';
import { askGates, type TraceLine } from '../messages/gates.ts';
import type { Standing } from '../messages/standing.ts';
import type { Campaign, Workspace } from '../workspace/workspace.ts';
import { factsOf } from './facts.ts';
import type { Person } from './person.ts';
import { questionOf } from './question.ts';

/** What a trigger now would give, gate by gate. `until` only with `hold`. */
export interface Explanation {
  readonly verdict: 'send' | 'hold' | 'skip' | 'not-entered';
  readonly because: Because | null;
  readonly until: Instant | null;
  readonly trace: readonly TraceLine[];
}

function notEntered(gate: string, because: Because): Explanation {
  return { verdict: 'not-entered', because, until: null, trace: [{ gate, verdict: 'skip', facts: { ...because } }] };
}

/**
 * Imagines that the campaign's trigger came now, with a `where` that fits: entry first, then the gates of its first message.
 * Asks the same functions that decide; changes nothing. The running enrollment of a key is no obstacle to another key's, so
 * for campaigns with a key only the audience and the cooldown are asked. `standing`: what is known of it (P-83).
 */
export function explainNow(
  person: Person,
  addressState: AddressState | null,
  campaign: Campaign,
  workspace: Workspace,
  now: Instant,
  standing?: Standing,
): Explanation {
  if (!takesIn(campaign, workspace.settings.timeZone, now)) {
    const { status, starts = null, ends = null } = campaign;
    // Of an active campaign the days say why nobody enters.
    const days = { reason: 'sending-disabled', campaign: status, starts, ends } as const;
    return notEntered('status', status === 'active' ? days : { reason: 'sending-disabled', campaign: status });
  }
  const refusal = entryRefusal(campaign, null, factsOf(person, workspace, now, null, null), person, now);
  if (refusal) return notEntered(refusal.reason === 'reentry' ? 'reentry' : 'audience', refusal);
  const first = campaign.steps.find((step) => step.type === 'send');
  const message = {
    campaign: campaign.id,
    enrollmentId: null,
    requestId: null,
    template: first?.template ?? '',
    class: campaign.class,
    topic: campaign.topic ?? null,
    expiresAt: now + campaign.sendWithin,
  };
  const { verdict, trace } = askGates({ ...questionOf(person, workspace, message, now, addressState), standing });
  const entered: TraceLine = { gate: 'entry', verdict: 'pass', facts: {} };
  return {
    verdict: verdict.verdict,
    because: verdict.verdict === 'send' ? null : verdict.because,
    until: verdict.verdict === 'hold' ? verdict.until : null,
    trace: [entered, ...trace],
  };
}
