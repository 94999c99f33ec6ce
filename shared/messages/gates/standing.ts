import { isoInstant } from '../../kernel/instants.ts';
import type { Because } from '../because.ts';
import { type Gate, hold, pass, type Question } from '../gate.ts';
import { nextLook } from './switches.ts';

function stopped({ standing, settings, class: messageClass }: Question): Because | null {
  if (standing?.stopped === 'account') return { reason: 'sending-paused', switch: 'account' };
  if (standing?.stopped === 'daily-quota') return { reason: 'sending-paused', switch: 'daily-quota' };
  if (messageClass !== 'marketing') return null;
  if (standing?.quota) return { reason: 'sending-disabled', switch: 'daily-quota', ...standing.quota };
  if (standing?.spam) {
    const { domain, day, percent } = standing.spam;
    const { stop } = settings.permission.spamRate;
    return { reason: 'sending-disabled', switch: 'gmail-spam-rate', domain, day, percent, stop };
  }
  return null;
}

/**
 * 1.5/1: SES takes nothing from the account (P-76), the rest of the day's quota is for transactional mail (P-77), or too many of
 * Gmail's readers call our mail spam (P-83). Holds and loses nothing: marketing is asked again every hour, other mail every 15
 * minutes. Known only at the claim; elsewhere the gate passes.
 */
export const standing: Gate = {
  name: 'standing',
  appliesTo: ['marketing', 'transactional', 'own'],
  lasting: false,
  ask(question) {
    const because = stopped(question);
    if (!because) return pass();
    const until = nextLook(question);
    return hold(until, { ...because, until: isoInstant(until) });
  },
};
