import { DAY } from '../kernel/instants.ts';
import type { CampaignDraft } from './campaign-file.ts';
import type { Settings } from './definitions.ts';
import type { Finding } from './findings.ts';
import type { YamlFile } from './yaml-file.ts';

/** A row remembers its sends for so long; a longer cap would count fewer than there were. */
const SENDS_REMEMBERED = 30 * DAY;

/** Numbers of settings.yaml that are allowed and most likely meant otherwise. */
export function oddSettings(yaml: YamlFile, settings: Settings): Finding[] {
  return [
    ...capFindings(yaml, settings),
    ...percentFindings(
      yaml,
      'controlGroup',
      settings.controlGroup,
      50,
      'half of all people or more get no marketing at all',
    ),
  ];
}

function capFindings(yaml: YamlFile, { frequencyCaps: caps }: Settings): Finding[] {
  return caps.flatMap((cap, index) => {
    const at = ['frequencyCaps', index];
    if (cap.per > SENDS_REMEMBERED) {
      const words = `\`frequencyCaps[${index}].per\` is longer than the 30 days that sends are remembered for: write P30D or less`;
      return [yaml.at([...at, 'per'], words)];
    }
    const stricter = caps.findIndex(
      (other, n) =>
        n !== index &&
        other.max <= cap.max &&
        other.per >= cap.per &&
        (other.max < cap.max || other.per > cap.per || n < index),
    );
    if (stricter < 0) return [];
    const words = `\`frequencyCaps[${index}]\` never holds anything back, because \`frequencyCaps[${stricter}]\` is stricter: leave one of them out`;
    return [yaml.at(at, words, 'warning')];
  });
}

function percentFindings(yaml: YamlFile, name: string, percent: number, tooMuch: number, then: string): Finding[] {
  if (percent >= tooMuch) return [yaml.at([name], `\`${name}\` is ${percent} percent: ${then}`, 'warning')];
  if (percent === 0 || percent >= 1) return [];
  const people = Math.round(100 / percent);
  const words = `\`${name}\` is ${percent} percent, one person in ${people}: for ${percent * 100} percent write ${percent * 100}`;
  return [yaml.at([name], words, 'warning')];
}

/** The same of one campaign. */
export function oddCampaign({ yaml, definition, placed }: CampaignDraft): Finding[] {
  return [
    ...percentFindings(yaml, 'holdout', definition.holdout, 100, 'nobody gets a mail of this campaign'),
    ...lifeFindings(yaml, definition),
    ...placed.flatMap(({ step, at }) => {
      if (step.type !== 'split') return [];
      return step.ways.flatMap(({ percent }, index) =>
        percent === 0
          ? [
              yaml.at(
                [...at, 'split', index, 'percent'],
                'is a way of 0 percent, which nobody goes: leave it out',
                'warning',
              ),
            ]
          : [],
      );
    }),
  ];
}

/** Days and instants begin with the day; what is within one day only its zone could tell. */
function lifeFindings(yaml: YamlFile, { starts, ends, triggers }: CampaignDraft['definition']): Finding[] {
  const [first, last] = [starts?.slice(0, 10), ends?.slice(0, 10)];
  if (first !== undefined && last !== undefined && (last < first || starts === ends)) {
    return [
      yaml.at(['ends'], `\`ends\` is ${ends}, but the campaign starts at ${starts} only: nobody would ever enter`),
    ];
  }
  return triggers.flatMap((trigger) => {
    if (trigger.kind !== 'schedule' || trigger.on === undefined) return [];
    const isOutside = (first !== undefined && trigger.on < first) || (last !== undefined && trigger.on > last);
    if (!isOutside) return [];
    const words = `\`trigger.schedule.on\` is ${trigger.on}, when the campaign does not run (\`starts\`, \`ends\`): it would never go out`;
    return [yaml.at(['trigger'], words)];
  });
}
