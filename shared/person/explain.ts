import { entryRefusal, takesIn } from '../campaigns/entry.ts';
import { endingRule } from '../campaigns/exits.ts';
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

/** In a condition, what the trigger says. */
const TRIGGER = /"(?:properties|event|enrollment)":/;

const entered: TraceLine = { gate: 'entry', verdict: 'pass', facts: {} };

/** Entered, and no mail comes of it, whatever the person permits. */
function skipped(gate: string, because: Because): Explanation {
  const line: TraceLine = { gate, verdict: 'skip', facts: { ...because } };
  return { verdict: 'skip', because, until: null, trace: [entered, line] };
}

/** What stands on the person's row for a campaign, before or between its decisions. `until` in ms. */
export type Waiting =
  | {
      readonly for: 'step';
      readonly key: string | null;
      readonly enrollmentId: string;
      readonly step: string;
      /** Null: until its message has ended. */
      readonly until: Instant | null;
    }
  | { readonly for: 'silence'; readonly key: string | null; readonly since: Instant; readonly until: Instant }
  | {
      readonly for: 'date';
      readonly key: string | null;
      readonly day: string;
      readonly before: string;
      readonly until: Instant;
    };

/** Runs on their way, silences that run and dates that come near, each kind in the order in which they began. */
export function waitingIn(person: Person, campaign: Pick<Campaign, 'id'>, workspace: Workspace): readonly Waiting[] {
  const isOfIt = (each: { readonly campaign: string }) => each.campaign === campaign.id;
  return [
    ...person.enrollments.filter(isOfIt).map(
      ({ key, enrollmentId, pin, position, dueAt }): Waiting => ({
        for: 'step',
        key,
        enrollmentId,
        step: workspace.pinned.get(pin)?.steps[position]?.id ?? String(position),
        until: dueAt,
      }),
    ),
    ...person.silences
      .filter(isOfIt)
      .map(({ key, occurredAt, dueAt }): Waiting => ({ for: 'silence', key, since: occurredAt, until: dueAt })),
    ...person.comingDates
      .filter(isOfIt)
      .map(({ key, day, before, dueAt }): Waiting => ({ for: 'date', key, day, before, until: dueAt })),
  ];
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
  const facts = factsOf(person, workspace, now, null, null);
  const refusal = entryRefusal(campaign, null, facts, person, now);
  if (refusal) return notEntered(refusal.reason === 'reentry' ? 'reentry' : 'audience', refusal);
  // No rule by event is asked: nothing happened but the trigger. Nor one about the trigger itself, which nobody knows.
  const exits = campaign.exits.filter((rule) => rule.kind === 'when' && !TRIGGER.test(JSON.stringify(rule.when)));
  if (endingRule({ ...campaign, exits }, { key: null }, { type: null, facts, standing: facts }))
    return skipped('exit', { reason: 'exited', by: 'when' });
  const first = campaign.steps.find((step) => step.type === 'send');
  if (!first) return skipped('template', { reason: 'no-mail', campaign: campaign.id });
  const message = {
    campaign: campaign.id,
    enrollmentId: null,
    requestId: null,
    template: first.template,
    class: campaign.class,
    topic: campaign.topic ?? null,
    expiresAt: now + campaign.sendWithin,
  };
  const { verdict, trace } = askGates({ ...questionOf(person, workspace, message, now, addressState), standing });
  return {
    verdict: verdict.verdict,
    because: verdict.verdict === 'send' ? null : verdict.because,
    until: verdict.verdict === 'hold' ? verdict.until : null,
    trace: [entered, ...trace],
  };
}
