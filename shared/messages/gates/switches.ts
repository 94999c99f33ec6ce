import { HOUR, type Instant, isoInstant, MINUTE } from '../../kernel/instants.ts';
import type { Because } from '../because.ts';
import { type Gate, hold, pass, type Question } from '../gate.ts';

/** The sweep finds a due message within a minute: this much before the end there is time for one more try. */
const LAST_CALL = MINUTE;

function switchedOff({ settings: { sending }, topic, template, campaign }: Question): Because | null {
  if (sending.paused) return { reason: 'sending-disabled', switch: 'deployment' };
  if (topic !== null && sending.topics.includes(topic)) return { reason: 'sending-disabled', switch: 'topic', topic };
  if (sending.templates.includes(template)) return { reason: 'sending-disabled', switch: 'template', template };
  if (campaign?.status === 'paused') return { reason: 'sending-disabled', switch: 'campaign', campaign: campaign.id };
  return null;
}

/** When to look again; what expires before is looked at once more at its end, since the switch may be back by then. */
export function nextLook({ asOf, expiresAt, class: messageClass }: Question): Instant {
  const again = asOf + (messageClass === 'marketing' ? HOUR : 15 * MINUTE);
  const last = expiresAt - LAST_CALL;
  return again < expiresAt || last <= asOf ? again : last;
}

/**
 * 1.5/1, P-107: a kill switch of the deployment, a topic, a campaign or a template. It holds and loses nothing: whoever turned it
 * turns it back, and what is still of use goes out then. Asked again every hour (transactional and confirmation mail: every 15
 * minutes) until the message expires. First of the passing delays: what is refused for good need not wait for a switch.
 */
export const switches: Gate = {
  name: 'switches',
  appliesTo: ['marketing', 'transactional', 'own', 'staff'],
  lasting: false,
  ask(question) {
    const because = switchedOff(question);
    if (!because) return pass();
    const until = nextLook(question);
    return hold(until, { ...because, until: isoInstant(until) });
  },
};
