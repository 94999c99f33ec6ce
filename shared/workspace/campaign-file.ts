import { checkSchema } from './check-schema.ts';
import { becauseFindings, unsubscribeFindings } from './class-checks.ts';
import { canonicalJson } from './content-hash.ts';
import type { CampaignDefinition, ExitRule, Reentry, Step, Trigger } from './definitions.ts';
import type { Finding } from './findings.ts';
import { type CampaignFile, campaignSchema, type TriggerFile } from './schemas/campaign.ts';
import { unavailableInCampaign } from './unavailable.ts';
import type { YamlFile } from './yaml-file.ts';

/** A campaign with the file it came from, so that later checks can name the place. */
export interface CampaignDraft {
  readonly yaml: YamlFile;
  readonly definition: CampaignDefinition;
}

type Read = { readonly campaign: CampaignDraft | null; readonly findings: readonly Finding[] };

/** Reads `campaigns/<name>.yaml`: its definition, or everything that its schema and this version refuse. */
export function readCampaign(name: string, yaml: YamlFile): Read {
  const unavailable = unavailableInCampaign(yaml);
  const checked = checkSchema(yaml, campaignSchema);
  if (!checked.ok) return { campaign: null, findings: [...unavailable, ...checked.findings] };
  const findings = [...unavailable, ...shapeFindings(name, yaml, checked.value)];
  if (unavailable.length > 0) return { campaign: null, findings };
  return { campaign: { yaml, definition: definitionOf(checked.value) }, findings };
}

function triggersOf(file: CampaignFile): readonly TriggerFile[] {
  return Array.isArray(file.trigger) ? file.trigger : [file.trigger];
}

function definitionOf(file: CampaignFile): CampaignDefinition {
  const first = triggersOf(file)[0];
  return {
    id: file.id,
    name: file.name ?? file.id,
    status: file.status,
    class: file.class,
    topic: file.topic,
    because: file.because,
    triggers: triggersOf(file).flatMap(eventTriggers),
    // The example of the language has both below `trigger:`; beside it they mean the same. The trigger's own come first.
    key: first?.key ?? file.key,
    where: first?.where ?? file.where,
    audience: file.audience,
    reentry: reentryOf(file.reentry),
    exit: file.exit.map(exitOf),
    holdout: file.holdout,
    priority: file.priority,
    sendWithin: file.sendWithin,
    steps: file.steps.flatMap(stepOf),
  };
}

function eventTriggers(trigger: TriggerFile): Trigger[] {
  return [trigger.event ?? []].flat().map((event) => ({ kind: 'event', event }));
}

function reentryOf(reentry: CampaignFile['reentry']): Reentry {
  return typeof reentry === 'string' ? { kind: reentry } : { kind: 'after', ...reentry };
}

function exitOf(rule: CampaignFile['exit'][number]): ExitRule {
  if (rule.when !== undefined) return { kind: 'when', when: rule.when };
  return { kind: 'event', event: rule.event ?? '', sameKey: rule.sameKey, where: rule.where };
}

function stepOf(step: CampaignFile['steps'][number], index: number): Step[] {
  const id = step.id ?? String(index);
  if (step.type === 'send' && 'send' in step) {
    const send = step.send as string | { template: string; replyTo?: string };
    return [{ type: 'send', id, ...(typeof send === 'string' ? { template: send } : send) }];
  }
  if (step.type === 'wait' && typeof step.wait === 'number') return [{ type: 'wait', id, for: step.wait }];
  if (step.type === 'withdraw' && 'withdraw' in step) {
    const withdraw = step.withdraw as string | string[] | { topics: string[] };
    const topics = typeof withdraw === 'object' && 'topics' in withdraw ? withdraw.topics : [withdraw].flat();
    return [{ type: 'withdraw', id, topics: [...new Set(topics)] }];
  }
  return [];
}

/** What holds between the parts of one campaign. */
function shapeFindings(name: string, yaml: YamlFile, file: CampaignFile): Finding[] {
  const findings: Finding[] = [];
  if (file.id !== name) {
    findings.push(yaml.at(['id'], `\`id\` is \`${file.id}\`, but the file is called ${name}.yaml: make them the same`));
  }
  return [
    ...findings,
    ...classFindings(yaml, file),
    ...becauseFindings(yaml, file),
    ...unsubscribeFindings(yaml, file),
    ...triggerFindings(yaml, file),
    ...stepIdFindings(yaml, file),
    ...keyFindings(yaml, file),
  ];
}

function classFindings(yaml: YamlFile, file: CampaignFile): Finding[] {
  if (file.class === 'marketing') {
    if (file.topic !== undefined) return [];
    return [yaml.at(['topic'], '`topic` is missing: a marketing campaign names the topic that people asked for')];
  }
  const findings: Finding[] = [];
  if (file.topic !== undefined) {
    findings.push(
      yaml.atKey(
        ['topic'],
        '`topic` has no meaning in a transactional campaign: leave it out, or make the class marketing',
      ),
    );
  }
  if (file.holdout > 0) {
    findings.push(
      yaml.atKey(['holdout'], '`holdout` would keep a transactional mail from people who need it: leave it out'),
    );
  }
  return findings;
}

function triggerFindings(yaml: YamlFile, file: CampaignFile): Finding[] {
  const triggers = triggersOf(file);
  const findings: Finding[] = [];
  for (const [index, trigger] of triggers.entries()) {
    for (const part of ['key', 'where'] as const) {
      if (canonicalJson(trigger[part]) === canonicalJson(triggers[0]?.[part])) continue;
      const words = `\`${part}\` that differs between the triggers of one list is not available in this version; use two campaigns`;
      findings.push(yaml.atKey(['trigger', index, part], words));
    }
  }
  return findings;
}

function stepIdFindings(yaml: YamlFile, file: CampaignFile): Finding[] {
  const seen = new Set<string>();
  return file.steps.flatMap((step, index) => {
    const id = step.id ?? String(index);
    const twice = seen.has(id);
    seen.add(id);
    return twice
      ? [
          yaml.at(
            ['steps', index, 'id'],
            `\`steps[${index}].id\` is \`${id}\`, which another step has: give each its own`,
          ),
        ]
      : [];
  });
}

/** `sameKey` and `per: key` compare keys, so there must be one. */
function keyFindings(yaml: YamlFile, file: CampaignFile): Finding[] {
  if ((triggersOf(file)[0]?.key ?? file.key) !== undefined) return [];
  const exits = file.exit.flatMap((rule, index) =>
    rule.sameKey === undefined
      ? []
      : [
          yaml.atKey(
            ['exit', index, 'sameKey'],
            `\`exit[${index}].sameKey\` compares with \`key\`, which the campaign does not have: add \`key: ${rule.sameKey}\``,
          ),
        ],
  );
  if (typeof file.reentry === 'string' || file.reentry.per !== 'key') return exits;
  return [
    ...exits,
    yaml.at(
      ['reentry', 'per'],
      '`reentry.per` is `key`, but the campaign has no `key`: add one, or write `per: person`',
    ),
  ];
}
