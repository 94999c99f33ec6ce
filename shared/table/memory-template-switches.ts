import type { Instant } from '../kernel/instants.ts';
import {
  isRefusedTooOften,
  type PausedTemplate,
  type Refusal,
  type SwitchChange,
  type TemplateSwitches,
} from '../messages/template-switches.ts';

/** The twin of `dynamoTemplateSwitches`. */
export function memoryTemplateSwitches(): TemplateSwitches {
  const off = new Map<string, PausedTemplate>();
  const lifted = new Map<string, Instant>();
  const refusals = new Map<string, Refusal[]>();
  const audit: SwitchChange[] = [];
  return {
    async paused() {
      return [...off.values()];
    },
    async refuse(refusal, limit, now) {
      const { template, at } = refusal;
      const all = [...(refusals.get(template) ?? []), refusal];
      refusals.set(template, all);
      const liftedAt = lifted.get(template) ?? null;
      if (off.has(template) || !isRefusedTooOften(all, limit, { at, liftedAt })) return false;
      off.set(template, { template, since: now, reason: 'content-refused' });
      audit.push({ template, at: now, change: 'paused', reason: 'content-refused', by: 'heed' });
      return true;
    },
    async resume(template, at, why) {
      if (!off.delete(template)) return false;
      lifted.set(template, at);
      audit.push({ template, at, change: 'resumed', ...why });
      return true;
    },
    async history() {
      return audit.toReversed().slice(0, 50);
    },
  };
}
