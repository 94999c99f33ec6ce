import type { Json } from '../kernel/json.ts';
import { keyFindings, stepFindings, triggerFindings } from './campaign-checks.ts';
import type { CampaignDefinition, ExitRule, Reentry, Step, Trigger } from './campaign-definition.ts';
import { layOut, type PlacedStep } from './campaign-steps.ts';
import { triggersIn } from './campaign-triggers.ts';
import { checkSchema } from './check-schema.ts';
import { becauseFindings, unsubscribeFindings } from './class-checks.ts';
import type { Finding } from './findings.ts';
import { campaignStandIn, mended } from './mended.ts';
import { type CampaignFile, campaignSchema } from './schemas/campaign.ts';
import { stepFactsIn } from './step-facts.ts';
import { unavailableInCampaign } from './unavailable.ts';
import type { YamlFile } from './yaml-file.ts';

/** A campaign with the file it came from, so that later checks can name the place. */
export interface CampaignDraft {
  readonly yaml: YamlFile;
  readonly definition: CampaignDefinition;
  /** Where each step of the definition stands in the file. */
  readonly placed: readonly PlacedStep[];
  /** The same for its triggers. */
  readonly triggersAt: readonly (readonly PropertyKey[])[];
}

interface Read {
  readonly campaign: CampaignDraft | null;
  /** Where the schema refuses the file: what it says without its faults, for the checks that come after. */
  readonly left?: CampaignDraft | null;
  readonly findings: readonly Finding[];
}

/** Reads `campaigns/<name>.yaml`: its definition, or everything that its schema and this version refuse. */
export function readCampaign(name: string, yaml: YamlFile): Read {
  const unavailable = unavailableInCampaign(yaml);
  const checked = checkSchema(yaml, campaignSchema);
  if (!checked.ok) {
    const file = yaml.findings.length > 0 ? null : mended(campaignSchema, yaml.value, campaignStandIn(name));
    return { campaign: null, left: file && draftOf(yaml, file), findings: [...unavailable, ...checked.findings] };
  }
  const campaign = draftOf(yaml, checked.value);
  const findings = [...unavailable, ...shapeFindings(name, yaml, checked.value, campaign.placed)];
  return { campaign: unavailable.length > 0 ? null : campaign, findings };
}

function draftOf(yaml: YamlFile, file: CampaignFile): CampaignDraft {
  const placed = layOut(file.steps);
  const triggers = triggersIn(file);
  const definition = definitionOf(
    file,
    triggers.map((each) => each.trigger),
    placed.map((each) => each.step),
  );
  return { yaml, definition, placed, triggersAt: triggers.map((each) => each.at) };
}

function definitionOf(file: CampaignFile, triggers: readonly Trigger[], steps: readonly Step[]): CampaignDefinition {
  const read = stepFactsIn([triggers, file.audience, file.exit, file.goal, steps] as unknown as Json);
  return {
    id: file.id,
    name: file.name ?? file.id,
    status: file.status,
    class: file.class,
    topic: file.topic,
    because: file.because,
    triggers,
    audience: file.audience,
    reentry: reentryOf(file.reentry),
    exit: file.exit.map(exitOf),
    ...(file.goal === undefined ? {} : { goal: file.goal }),
    ...(file.starts === undefined ? {} : { starts: file.starts }),
    ...(file.ends === undefined ? {} : { ends: file.ends }),
    holdout: file.holdout,
    priority: file.priority,
    sendWithin: file.sendWithin,
    steps,
    ...(read.length === 0 ? {} : { remembered: read }),
  };
}

function reentryOf(reentry: CampaignFile['reentry']): Reentry {
  return typeof reentry === 'string' ? { kind: reentry } : { kind: 'after', ...reentry };
}

function exitOf(rule: CampaignFile['exit'][number]): ExitRule {
  if (rule.when !== undefined) return { kind: 'when', when: rule.when };
  return { kind: 'event', event: rule.event ?? '', sameKey: rule.sameKey, where: rule.where };
}

/** What holds between the parts of one campaign. */
function shapeFindings(name: string, yaml: YamlFile, file: CampaignFile, placed: readonly PlacedStep[]): Finding[] {
  const findings: Finding[] = [];
  if (file.id !== name) {
    findings.push(yaml.at(['id'], `\`id\` is \`${file.id}\`, but the file is called ${name}.yaml: make them the same`));
  }
  return [
    ...findings,
    ...classFindings(yaml, file),
    ...becauseFindings(yaml, file),
    ...unsubscribeFindings(
      yaml,
      file,
      placed.map((each) => each.step),
    ),
    ...triggerFindings(yaml, file),
    ...stepFindings(yaml, placed),
    ...keyFindings(yaml, file, placed),
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
