import type { Json } from '../kernel/json.ts';
import type { CampaignDraft } from './campaign-file.ts';
import type { Settings } from './definitions.ts';
import { eventNameFindings, eventsNamed } from './event-name-checks.ts';
import { isOpenEvent, type KnownFacts, OPENS_REFUSED } from './fact-names.ts';
import { type Finding, pathText, suggestion } from './findings.ts';
import { switchFindings } from './kill-switch-checks.ts';
import { oddCampaign, oddSettings } from './odd-values.ts';
import type { WorkspaceDraft } from './parse.ts';
import { checkPattern } from './pattern-checks.ts';
import { sampleFindings } from './sample-checks.ts';
import { builtInTexts, TEXT_KEYS } from './texts/built-in.ts';
import { writtenDateFindings } from './trait-checks.ts';
import type { YamlFile } from './yaml-file.ts';

/** What holds between the files: topics, templates, locales, words, conditions. */
export function checkReferences(draft: WorkspaceDraft): Finding[] {
  const settings = draft.settings?.value;
  return [
    ...(settings
      ? [
          ...topicFindings(draft, settings),
          ...localeFindings(draft, settings),
          ...textFindings(draft, settings),
          ...switchFindings(draft, settings),
        ]
      : []),
    ...(draft.settings ? oddSettings(draft.settings.yaml, draft.settings.value) : []),
    ...eventNameFindings(draft),
    ...draft.campaigns.flatMap((campaign) => campaignFindings(draft, campaign)),
    ...classesAgree(draft),
  ];
}

export function knownFacts(draft: WorkspaceDraft): KnownFacts {
  const remembered = Object.entries(draft.events).filter(([, event]) => event.remember);
  return {
    topics: new Set(draft.topics.map((topic) => topic.id)),
    remembered: new Set(remembered.map(([type]) => type)),
  };
}

function topicFindings({ topics, topicsYaml: yaml }: WorkspaceDraft, settings: Settings): Finding[] {
  if (!yaml) return [];
  return topics.flatMap((topic, index) => {
    const findings: Finding[] = [];
    // Ids become domain labels of `List-Id`, which have no capitals (P-15).
    const first = topics.findIndex((each) => each.id.toLowerCase() === topic.id.toLowerCase());
    if (first !== index)
      findings.push(
        yaml.at([index, 'id'], `\`[${index}].id\` is \`${topic.id}\`, which another topic has: give each its own`),
      );
    for (const part of ['name', 'description'] as const) {
      const words = topic[part];
      if (part === 'description' && Object.keys(words).length === 0) continue;
      for (const locale of settings.locales.filter((each) => words[each] === undefined)) {
        findings.push(
          yaml.at(
            [index, part],
            `\`[${index}].${part}\` has no words in \`${locale}\`, a locale of settings.yaml (P-99)`,
          ),
        );
      }
    }
    return findings;
  });
}

function localeFindings(draft: WorkspaceDraft, settings: Settings): Finding[] {
  const own = [...draft.templateFiles];
  return own.flatMap(([id, locales]) => {
    // heed's own mails have built-in words; a workspace may write them anew in one locale only.
    const needed = id.startsWith('_system/') ? [] : settings.locales;
    const missing = needed
      .filter((locale) => !locales.has(locale))
      .map((locale) => ({
        file: `templates/${id}/${locale}.mjml`,
        message: `is missing: the template \`${id}\` has no text in \`${locale}\`, a locale of settings.yaml`,
        severity: 'error' as const,
      }));
    const tooMany = [...locales]
      .filter((locale) => !settings.locales.includes(locale))
      .map((locale) => ({
        file: `templates/${id}/${locale}.mjml`,
        message: `is not used: \`${locale}\` is not among the locales of settings.yaml${suggestion(locale, settings.locales)}`,
        severity: 'warning' as const,
      }));
    return [...missing, ...tooMany].map((each) => ({ ...each, line: 1, column: 1, path: '' }));
  });
}

/** The footer must be of the mail's own locale (P-99), so each locale needs all words. */
function textFindings(draft: WorkspaceDraft, settings: Settings): Finding[] {
  const builtIn: Readonly<Record<string, object>> = builtInTexts;
  return settings.locales.flatMap((locale) => {
    if (builtIn[locale.split('-')[0] ?? '']) return [];
    const given = draft.texts[locale] ?? {};
    const missing = [...TEXT_KEYS].filter((key) => given[key] === undefined);
    if (missing.length === 0) return [];
    const list =
      missing.length > 5 ? `${missing.slice(0, 5).join(', ')} and ${missing.length - 5} more` : missing.join(', ');
    const message = `heed has no words of its own in \`${locale}\` (P-99): write them here, missing: ${list}`;
    return [
      {
        file: `templates/_system/texts/${locale}.yaml`,
        line: 1,
        column: 1,
        path: '',
        message,
        severity: 'error' as const,
      },
    ];
  });
}

function campaignFindings(draft: WorkspaceDraft, campaign: CampaignDraft): Finding[] {
  const { definition } = campaign;
  return [
    ...topicOf(draft, campaign),
    ...templatesOf(draft, campaign),
    ...withdrawnOf(draft, campaign),
    ...opensOf(campaign),
    ...conditionsOf(campaign).flatMap(([at, source]) => checkPattern(campaign.yaml, at, source, knownFacts(draft))),
    ...sampleFindings(campaign, draft.events),
    ...oddCampaign(campaign),
    ...(draft.settings ? writtenDateFindings(campaign, draft.settings.value) : []),
    ...stepFactFindings(campaign),
    ...staffFindings(draft, campaign),
    ...(definition.class === 'marketing' ? quietFindings(draft, campaign) : []),
  ];
}

type Condition = readonly [at: readonly PropertyKey[], source: Json | undefined];

/** Every condition of a campaign with its place in the file. */
export function conditionsOf({ yaml, definition, placed, triggersAt }: CampaignDraft): Condition[] {
  const { triggers, exit, goal } = definition;
  return [
    ...triggers.map((trigger, index): Condition => [whereAt(yaml, triggersAt[index] ?? []), trigger.where]),
    [['audience'], definition.audience],
    ...exit.map((rule, index): Condition => {
      return rule.kind === 'when' ? [['exit', index, 'when'], rule.when] : [['exit', index, 'where'], rule.where];
    }),
    [['goal', 'where'], goal?.where],
    ...placed.flatMap(({ step, at }): Condition[] => {
      if (step.type === 'waitFor') return [[[...at, 'waitFor', 'where'], step.where]];
      if (step.type !== 'branch') return [];
      return step.cases.map(({ when }, index) => [[...at, 'branch', index, 'when'], when]);
    }),
  ];
}

function valueAt(yaml: YamlFile, at: readonly PropertyKey[]): unknown {
  return at.reduce<unknown>((value, part) => Object(value)[part], yaml.value);
}

/** Below the trigger, or beside it for all of them. */
function whereAt(yaml: YamlFile, at: readonly PropertyKey[]): readonly PropertyKey[] {
  return Object.hasOwn(Object(valueAt(yaml, at)), 'where') ? [...at, 'where'] : ['where'];
}

/** `steps.<id>` of conditions and texts must be the id of a step. */
function stepFactFindings({ yaml, definition }: CampaignDraft): Finding[] {
  const ids = definition.steps.map((step) => step.id);
  const asked = new Set((definition.remembered ?? []).map((path) => path.split('.')[0] as string));
  return [...asked]
    .filter((id) => !ids.includes(id))
    .map((id) =>
      yaml.at(['steps'], `asks for \`steps.${id}\`, but the campaign has no such step${suggestion(id, ids)}`),
    );
}

/** A `notify` step writes to nobody but staff: the domains of settings.yaml are the only ones (design 5). */
function staffFindings(draft: WorkspaceDraft, { yaml, placed }: CampaignDraft): Finding[] {
  const domains = draft.settings?.value.staffDomains;
  if (!domains) return [];
  return placed.flatMap(({ step, at }) => {
    if (step.type !== 'notify' || domains.includes(step.to.split('@').at(-1)?.toLowerCase() ?? '')) return [];
    const known = domains.length === 0 ? 'it names none' : `it names ${domains.join(', ')}`;
    const words = `\`${pathText([...at, 'notify', 'to'])}\` is no address of your staff: settings.yaml says which domains are (\`staff.domains\`; ${known})`;
    return [yaml.at([...at, 'notify', 'to'], words)];
  });
}

function topicOf(draft: WorkspaceDraft, { yaml, definition }: CampaignDraft): Finding[] {
  const known = draft.topics.map((topic) => topic.id);
  if (definition.topic === undefined || known.includes(definition.topic)) return [];
  // A topics.yaml that could not be read has its own findings; one that is not there has no topics.
  return [
    yaml.at(
      ['topic'],
      `\`topic\` is \`${definition.topic}\`, which topics.yaml does not have${suggestion(definition.topic, known)}`,
    ),
  ];
}

function templatesOf(draft: WorkspaceDraft, { yaml, definition, placed }: CampaignDraft): Finding[] {
  const known = [...draft.templateFiles.keys()].filter((each) => !each.startsWith('_'));
  return placed.flatMap(({ step, at: place }) => {
    if (step.type !== 'send') return [];
    const { template } = step;
    const send = [...place, 'send'];
    const at = typeof valueAt(yaml, send) === 'object' ? [...send, 'template'] : send;
    if (!known.includes(template)) {
      const words = `\`${pathText(at)}\` is \`${template}\`, but there is no templates/${template}/<locale>.mjml`;
      return [yaml.at(at, `${words}${suggestion(template, known)}`)];
    }
    const wrong = draft.templates.find((each) => each.id === template && each.class !== definition.class);
    if (!wrong) return [];
    const words = `\`${pathText(at)}\` is the ${wrong.class} template \`${template}\` in a ${definition.class} campaign (P-53): `;
    return [yaml.at(at, `${words}make \`class\` the same in both, or send another template`)];
  });
}

/** Each topic of a `withdraw` step. */
function withdrawnOf(draft: WorkspaceDraft, { yaml, placed }: CampaignDraft): Finding[] {
  const known = draft.topics.map((topic) => topic.id);
  return placed.flatMap(({ step, at }) =>
    (step.type === 'withdraw' ? step.topics : [])
      .filter((topic) => !known.includes(topic))
      .map((topic) => {
        const words = `\`${pathText([...at, 'withdraw'])}\` names \`${topic}\`, which topics.yaml does not have${suggestion(topic, known)}`;
        return yaml.at([...at, 'withdraw'], words);
      }),
  );
}

/** Every place that names an event which starts, ends or moves a run (P-20). */
function opensOf(campaign: CampaignDraft): Finding[] {
  return eventsNamed(campaign)
    .filter(({ type }) => isOpenEvent(type))
    .map(({ at }) => campaign.yaml.at(at, `\`${pathText(at)}\` ${OPENS_REFUSED}`));
}

/** A mail reached at the first minute of the quiet hours is due at their last; it must live longer than that (P-92, P-100). */
function quietFindings(draft: WorkspaceDraft, { yaml, definition }: CampaignDraft): Finding[] {
  const quiet = draft.settings?.value.quietHours;
  if (!quiet) return [];
  const minutes = (quiet.to - quiet.from + 24 * 60) % (24 * 60);
  if (definition.sendWithin > minutes * 60_000) return [];
  const hours = Math.round((minutes / 60) * 10) / 10;
  const words = `\`sendWithin\` is no longer than the quiet hours (${hours} h), so a mail that becomes due in the evening is never sent: give it more`;
  return [yaml.at(['sendWithin'], words, 'warning')];
}

function classesAgree(draft: WorkspaceDraft): Finding[] {
  const first = new Map<string, string>();
  return draft.templates.flatMap((source) => {
    const known = first.get(source.id) ?? source.class;
    first.set(source.id, known);
    if (known === source.class) return [];
    return [
      source.frontMatter.at(
        ['class'],
        `\`class\` is ${source.class} here and ${known} in another locale of the template: make them the same`,
      ),
    ];
  });
}
