import type { Step } from './campaign-definition.ts';
import type { Finding } from './findings.ts';
import type { CampaignFile, TriggerFile } from './schemas/campaign.ts';
import type { YamlFile } from './yaml-file.ts';

/** Forms that need no act of the person: what they did not do, a day of the calendar, a rule of the company. */
const NO_ACT = ['inactivity', 'date', 'segment', 'schedule'] as const;
/** heed's own events that tell what heed or the company did. */
const OWN_DOINGS = /^(segment|enrollment|message|address)\./;

function triggersOf({ trigger }: CampaignFile): readonly TriggerFile[] {
  return Array.isArray(trigger) ? trigger : [trigger];
}

function isNoAct(trigger: TriggerFile): boolean {
  return NO_ACT.some((form) => trigger[form] !== undefined) || eventsOf(trigger).some((type) => OWN_DOINGS.test(type));
}

function eventsOf({ event }: TriggerFile): readonly string[] {
  return [event ?? []].flat();
}

/**
 * P-53: transactional is what a person's own act or contract asks for. Whether an event is an act of theirs only the company
 * knows; a trigger that cannot be one is a warning until the campaign says `because: contract`.
 */
export function becauseFindings(yaml: YamlFile, file: CampaignFile): Finding[] {
  if (file.class === 'marketing') {
    if (file.because === undefined) return [];
    const words = '`because` has no meaning in a marketing campaign, which rests on consent: leave it out';
    return [yaml.atKey(['because'], words)];
  }
  if (file.because === 'contract') return [];
  const index = triggersOf(file).findIndex(isNoAct);
  if (index < 0) return [];
  const path = Array.isArray(file.trigger) ? ['trigger', index] : ['trigger'];
  const words =
    '`trigger` is nothing that the person did, and transactional mail needs their own act or contract (P-53): write `because: contract`, or make the class marketing and name a topic';
  return [yaml.at(path, words, 'warning')];
}

/** P-16: an unsubscribe triggers no further message, not even one that confirms it. */
export function unsubscribeFindings(yaml: YamlFile, file: CampaignFile, steps: readonly Step[]): Finding[] {
  const sends = steps.some((step) => step.type === 'send');
  if (!sends || !triggersOf(file).some((trigger) => eventsOf(trigger).includes('consent.withdrawn'))) return [];
  const words =
    '`trigger` is `consent.withdrawn`, and whoever withdraws gets no further mail for it (P-16): leave out `send`';
  return [yaml.at(['trigger'], words)];
}
