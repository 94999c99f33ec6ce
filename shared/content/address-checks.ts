import type { CampaignDraft } from '../workspace/campaign-file.ts';
import type { Settings } from '../workspace/definitions.ts';
import { type Finding, pathText } from '../workspace/findings.ts';
import type { YamlFile } from '../workspace/yaml-file.ts';
import { parseMailbox } from './mailbox.ts';

/** The addresses of settings.yaml: each one that SES takes (P-85), and two different senders (P-15). */
export function brandFindings(yaml: YamlFile, { brand }: Settings): Finding[] {
  const findings: Finding[] = [];
  const emails = (['from', 'transactionalFrom', 'replyTo'] as const).map((part) => {
    const text = brand[part];
    if (text === undefined) return null;
    const parsed = parseMailbox(text);
    if (!parsed.ok) findings.push(yaml.at(['brand', part], `\`brand.${part}\` ${parsed.reason}`));
    return parsed.ok ? parsed.mailbox.email.toLowerCase() : null;
  });
  if (emails[0] && emails[0] === emails[1]) {
    const words =
      '`brand.transactionalFrom` is the sender of marketing mails too (P-15): give each class its own address';
    findings.push(yaml.at(['brand', 'transactionalFrom'], words));
  }
  return findings;
}

/** The reply addresses that single steps give. */
export function replyToFindings({ yaml, placed }: CampaignDraft): Finding[] {
  return placed.flatMap(({ step, at }) => {
    if (step.type !== 'send' || step.replyTo === undefined) return [];
    const parsed = parseMailbox(step.replyTo);
    const place = [...at, 'send', 'replyTo'];
    return parsed.ok ? [] : [yaml.at(place, `\`${pathText(place)}\` ${parsed.reason}`)];
  });
}
