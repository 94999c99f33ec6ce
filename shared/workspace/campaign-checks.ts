import { type PlacedStep, unreachable } from './campaign-steps.ts';
import type { Finding } from './findings.ts';
import { pathText } from './findings.ts';
import { scheduleFindings } from './schedule-checks.ts';
import type { CampaignFile, TriggerFile } from './schemas/campaign.ts';
import type { YamlFile } from './yaml-file.ts';

interface Placed {
  readonly trigger: TriggerFile;
  readonly at: readonly PropertyKey[];
}

function triggersOf(file: CampaignFile): readonly Placed[] {
  if (!Array.isArray(file.trigger)) return [{ trigger: file.trigger, at: ['trigger'] }];
  return file.trigger.map((trigger, index) => ({ trigger, at: ['trigger', index] }));
}

/** What a trigger's form asks of its parts. */
export function triggerFindings(yaml: YamlFile, file: CampaignFile): Finding[] {
  return triggersOf(file).flatMap(({ trigger, at }) => [
    ...dateFindings(yaml, file, trigger, at),
    ...scheduleFindings(yaml, file, trigger, at),
    ...(trigger.schedule === undefined || (trigger.key ?? file.key) === undefined
      ? []
      : [yaml.atKey([...at, 'key'], `\`${pathText(at)}\` is a broadcast, which has no \`key\`: leave it out`)]),
  ]);
}

function dateFindings(yaml: YamlFile, file: CampaignFile, trigger: TriggerFile, at: readonly PropertyKey[]): Finding[] {
  if (trigger.date === undefined) return [];
  const { path } = trigger.date;
  const where = `\`${pathText([...at, 'date', 'path'])}\``;
  if (!path.startsWith('profile.')) {
    return [
      yaml.at([...at, 'date', 'path'], `${where} is \`${path}\`: a date of the profile begins with \`profile.\``),
    ];
  }
  const isList = path.includes('[]');
  if (path.split('[]').length > 2) {
    return [
      yaml.at([...at, 'date', 'path'], `${where} goes through two lists: one list of items can be looked through`),
    ];
  }
  if (isList && (trigger.key ?? file.key) === undefined) {
    const words = `${where} goes through a list, so its items need a name: add \`key\`, the field that tells them apart, such as \`key: contractId\``;
    return [yaml.at([...at, 'date', 'path'], words)];
  }
  return [];
}

/** Ids that two steps share, steps that no way leads to, outcomes of no send. */
export function stepFindings(yaml: YamlFile, placed: readonly PlacedStep[]): Finding[] {
  const seen = new Set<string>();
  const twice = placed.flatMap(({ step, at }) => {
    const known = seen.has(step.id);
    seen.add(step.id);
    const words = `\`${pathText([...at, 'id'])}\` is \`${step.id}\`, which another step has: give each its own`;
    return known ? [yaml.at([...at, 'id'], words)] : [];
  });
  const [firstLost] = unreachable(placed);
  const lost = firstLost
    ? [yaml.at(firstLost.at, `\`${pathText(firstLost.at)}\` is never reached: what stands before it ends every run`)]
    : [];
  return [...twice, ...lost, ...outcomeFindings(yaml, placed), ...awaitedFindings(yaml, placed)];
}

function outcomeFindings(yaml: YamlFile, placed: readonly PlacedStep[]): Finding[] {
  const sends = placed.flatMap(({ step }) => (step.type === 'send' ? [step.id] : []));
  return placed.flatMap(({ step, at }) => {
    if (step.type !== 'waitFor' || step.outcome === undefined) return [];
    if (step.of !== undefined && sends.includes(step.of)) return [];
    const words =
      step.of === undefined
        ? `\`${pathText(at)}\` waits for an outcome: write \`of\`, the \`id\` of the send step that it is about`
        : `\`${pathText(at)}\` waits for an outcome of \`${step.of}\`, which is the id of no send step`;
    return [yaml.at([...at, 'waitFor', 'of'], words)];
  });
}

/** An event may be told before the run that waits for it: nothing of the run is known then. */
function awaitedFindings(yaml: YamlFile, placed: readonly PlacedStep[]): Finding[] {
  return placed.flatMap(({ step, at }) => {
    if (step.type !== 'waitFor' || step.where === undefined) return [];
    return ['enrollment', 'steps']
      .filter((root) => Object.hasOwn(step.where as object, root))
      .map((root) => {
        const where = [...at, 'waitFor', 'where', root];
        const words = `\`${pathText(where)}\` never holds: the event may come before the run. Ask it in a branch behind the wait`;
        return yaml.atKey(where, words);
      });
  });
}

/** `sameKey` and `per: key` compare keys, so there must be one. */
export function keyFindings(yaml: YamlFile, file: CampaignFile, placed: readonly PlacedStep[]): Finding[] {
  if (file.key !== undefined || triggersOf(file).some(({ trigger }) => trigger.key !== undefined)) return [];
  const rules = file.exit.map((rule, index) => ({ sameKey: rule.sameKey, at: ['exit', index, 'sameKey'] }));
  const waits = placed.flatMap(({ step, at }) =>
    step.type === 'waitFor' ? [{ sameKey: step.sameKey, at: [...at, 'waitFor', 'sameKey'] }] : [],
  );
  const all = [...rules, { sameKey: file.goal?.sameKey, at: ['goal', 'sameKey'] }, ...waits];
  const findings = all.flatMap(({ sameKey, at }) =>
    sameKey === undefined
      ? []
      : [
          yaml.atKey(
            at,
            `\`${pathText(at)}\` compares with \`key\`, which the campaign does not have: add \`key: ${sameKey}\``,
          ),
        ],
  );
  if (typeof file.reentry === 'string' || file.reentry.per !== 'key') return findings;
  const words = '`reentry.per` is `key`, but the campaign has no `key`: add one, or write `per: person`';
  return [...findings, yaml.at(['reentry', 'per'], words)];
}
