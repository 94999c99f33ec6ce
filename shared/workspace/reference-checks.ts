import type { CampaignDraft } from './campaign-file.ts';
import type { Settings } from './definitions.ts';
import { isOpenEvent, type KnownFacts, OPENS_REFUSED } from './fact-names.ts';
import { type Finding, suggestion } from './findings.ts';
import { switchFindings } from './kill-switch-checks.ts';
import type { WorkspaceDraft } from './parse.ts';
import { checkPattern } from './pattern-checks.ts';
import { builtInTexts, TEXT_KEYS } from './texts/built-in.ts';

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
  const { yaml, definition } = campaign;
  const facts = knownFacts(draft);
  const whereInTrigger = (yaml.value as { trigger?: unknown }).trigger;
  return [
    ...topicOf(draft, campaign),
    ...templatesOf(draft, campaign),
    ...withdrawnOf(draft, campaign),
    ...opensOf(campaign),
    ...checkPattern(yaml, whereAt(whereInTrigger), definition.where, facts),
    ...checkPattern(yaml, ['audience'], definition.audience, facts),
    ...definition.exit.flatMap((rule, index) =>
      rule.kind === 'when'
        ? checkPattern(yaml, ['exit', index, 'when'], rule.when, facts)
        : checkPattern(yaml, ['exit', index, 'where'], rule.where, facts),
    ),
    ...quietFindings(draft, campaign),
  ];
}

function whereAt(trigger: unknown): PropertyKey[] {
  const first: unknown = Array.isArray(trigger) ? trigger[0] : trigger;
  const own = typeof first === 'object' && first !== null && 'where' in first;
  if (!own) return ['where'];
  return Array.isArray(trigger) ? ['trigger', 0, 'where'] : ['trigger', 'where'];
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

function templatesOf(draft: WorkspaceDraft, { yaml, definition }: CampaignDraft): Finding[] {
  const known = [...draft.templateFiles.keys()].filter((each) => !each.startsWith('_'));
  const sends = (yaml.value as { steps: readonly { send?: unknown }[] }).steps;
  return sends.flatMap(({ send }, index) => {
    if (send === undefined) return [];
    const inBlock = typeof send === 'object' && send !== null;
    const template = String(inBlock ? (send as { template?: unknown }).template : send);
    const at = ['steps', index, 'send', ...(inBlock ? ['template'] : [])];
    if (!known.includes(template)) {
      const where = `templates/${template}/<locale>.mjml`;
      return [
        yaml.at(
          at,
          `\`steps[${index}].send\` is \`${template}\`, but there is no ${where}${suggestion(template, known)}`,
        ),
      ];
    }
    const wrong = draft.templates.find((each) => each.id === template && each.class !== definition.class);
    if (!wrong) return [];
    const words = `\`steps[${index}].send\` is the ${wrong.class} template \`${template}\` in a ${definition.class} campaign (P-53): `;
    return [yaml.at(at, `${words}make \`class\` the same in both, or send another template`)];
  });
}

/** Each topic of a `withdraw` step; its place in the file differs with the form it was written in. */
function withdrawnOf(draft: WorkspaceDraft, { yaml, definition }: CampaignDraft): Finding[] {
  const known = draft.topics.map((topic) => topic.id);
  return definition.steps.flatMap((step, index) =>
    (step.type === 'withdraw' ? step.topics : [])
      .filter((topic) => !known.includes(topic))
      .map((topic) => {
        const words = `\`steps[${index}].withdraw\` names \`${topic}\`, which topics.yaml does not have${suggestion(topic, known)}`;
        return yaml.at(['steps', index, 'withdraw'], words);
      }),
  );
}

function opensOf({ yaml, definition }: CampaignDraft): Finding[] {
  const triggers = definition.triggers.some((trigger) => isOpenEvent(trigger.event))
    ? [yaml.at(['trigger', 'event'], `\`trigger.event\` ${OPENS_REFUSED}`)]
    : [];
  const exits = definition.exit.flatMap((rule, index) =>
    rule.kind === 'event' && isOpenEvent(rule.event)
      ? [yaml.at(['exit', index, 'event'], `\`exit[${index}].event\` ${OPENS_REFUSED}`)]
      : [],
  );
  return [...triggers, ...exits];
}

/** A mail reached at the first minute of the quiet hours is due at their last; it must live longer than that (P-92, P-100). */
function quietFindings(draft: WorkspaceDraft, { yaml, definition }: CampaignDraft): Finding[] {
  const quiet = draft.settings?.value.quietHours;
  if (!quiet || definition.class !== 'marketing') return [];
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
