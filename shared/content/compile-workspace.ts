import type { Instant } from '../kernel/instants.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { CampaignDefinition } from '../workspace/campaign-definition.ts';
import type { CompiledTemplatePart, ReleaseContent, Settings, TemplateDefinition } from '../workspace/definitions.ts';
import { emptyRelease } from '../workspace/empty-release.ts';
import { type Finding, sortFindings } from '../workspace/findings.ts';
import { parseWorkspace, type WorkspaceDraft } from '../workspace/parse.ts';
import { pastFindings } from '../workspace/past-checks.ts';
import { knownFacts } from '../workspace/reference-checks.ts';
import { readTemplate, type TemplateSource } from '../workspace/template-source.ts';
import { builtInTexts, textsIn } from '../workspace/texts/built-in.ts';
import { sampledDateFindings } from '../workspace/trait-checks.ts';
import { brandFindings, replyToFindings } from './address-checks.ts';
import { systemMails } from './built-in/system-mails.ts';
import { campaignContentFindings } from './campaign-content-checks.ts';
import { type CompiledSource, compileTemplate } from './compile-template.ts';
import { checkedLayouts, type Layouts } from './layouts.ts';
import { linkTagFindings } from './link-tags.ts';
import { type ExpandedSource, withPartials } from './partials.ts';
import { stepContentFindings } from './step-checks.ts';

export type CompiledWorkspace =
  | { readonly ok: true; readonly content: ReleaseContent; readonly warnings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * Makes a release's content of the workspace's files (path to text), or says everything that is wrong with them, in plain
 * words with file, line, column and remedy. The same files give the same content, letter by letter.
 * `people` are traits of the samples beside them, where somebody has them: dates that none of them has are warnings. With
 * `now`, ms, so is what can never happen any more.
 */
export async function compileWorkspace(
  files: Readonly<Record<string, string>>,
  people: readonly JsonObject[] = [],
  now?: Instant,
): Promise<CompiledWorkspace> {
  const { looked: draft, findings } = parseWorkspace(files);
  // Without sound settings nothing is published, but everything else is looked at all the same.
  const settings = draft.settings?.value ?? emptyRelease.content.settings;
  const { layouts, findings: inLayouts } = await checkedLayouts(draft, settings.brand, knownFacts(draft));
  const compiled = await compileTemplates(draft, settings, layouts);
  const all = [
    ...findings,
    ...(draft.settings ? brandFindings(draft.settings.yaml, settings) : []),
    ...(draft.settings ? linkTagFindings(draft.settings.yaml, settings) : []),
    ...draft.campaigns.flatMap(replyToFindings),
    ...sampledDateFindings(draft.campaigns, people),
    ...(now === undefined ? [] : draft.campaigns.flatMap((each) => pastFindings(each, settings.timeZone, now))),
    ...draft.campaigns.flatMap((campaign) => stepContentFindings(campaign, knownFacts(draft), draft.events)),
    ...inLayouts,
    ...compiled.flatMap(({ result }) => result.findings),
    ...contentFindings(draft, compiled),
  ];
  const sorted = sortFindings(unique(all));
  if (sorted.some((finding) => finding.severity === 'error')) return { ok: false, findings: sorted };
  // Through JSON, so that what the stores give back later is the same value, `undefined` and all.
  const content = JSON.parse(JSON.stringify(contentOf(draft, settings, compiled))) as ReleaseContent;
  return { ok: true, content, warnings: sorted };
}

interface Compiled {
  readonly source: TemplateSource;
  readonly result: CompiledSource;
  readonly toldWhereWritten: ExpandedSource['toldWhereWritten'];
}

/** The workspace's templates and heed's own, in the order of their ids. */
async function compileTemplates(draft: WorkspaceDraft, settings: Settings, layouts: Layouts): Promise<Compiled[]> {
  const facts = knownFacts(draft);
  const own = draft.templates.filter((source) => !draft.settings || settings.locales.includes(source.locale));
  const sources = [...own, ...builtInMails(draft, settings)].sort((a, b) => (a.file < b.file ? -1 : 1));
  const compiled: Compiled[] = [];
  for (const source of sources) {
    const whole = withPartials(source, draft.partials);
    const result = await compileTemplate(whole.source, layouts[source.class], settings.brand, facts);
    const findings = [...whole.findings, ...result.findings.map(whole.toldWhereWritten)];
    compiled.push({ source, result: { ...result, findings }, toldWhereWritten: whole.toldWhereWritten });
  }
  return compiled;
}

function builtInMails(draft: WorkspaceDraft, settings: Settings): TemplateSource[] {
  return Object.entries(systemMails).flatMap(([id, source]) => {
    const written = draft.templateFiles.get(id);
    return settings.locales
      .filter((locale) => !written?.has(locale))
      .flatMap((locale) => readTemplate(`templates/${id}/${locale}.mjml`, id, locale, source).source ?? []);
  });
}

function contentFindings(draft: WorkspaceDraft, compiled: readonly Compiled[]): Finding[] {
  const reads = compiled.map(({ source, result }) => ({
    id: source.id,
    file: source.file,
    variables: result.variables,
  }));
  const told = new Map(compiled.map(({ source, toldWhereWritten }) => [source.file, toldWhereWritten]));
  return draft.campaigns
    .flatMap((campaign) => campaignContentFindings(campaign, draft.events, reads))
    .map((finding) => told.get(finding.file)?.(finding) ?? finding);
}

/** Two campaigns that send one template find the same thing in it twice. */
function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function contentOf(draft: WorkspaceDraft, settings: Settings, compiled: readonly Compiled[]): ReleaseContent {
  return {
    settings,
    topics: draft.topics,
    events: draft.events,
    campaigns: draft.campaigns.map(({ definition }) => withTemplateReads(definition, compiled)),
    templates: templatesOf(compiled),
    texts: textsOf(draft, settings),
  };
}

/** What the templates of a campaign read of its steps is kept for them too. */
function withTemplateReads(definition: CampaignDefinition, compiled: readonly Compiled[]): CampaignDefinition {
  const sent = new Set(definition.steps.flatMap((step) => (step.type === 'send' ? [step.template] : [])));
  const read = compiled
    .filter(({ source }) => sent.has(source.id))
    .flatMap(({ result }) => result.variables.map((variable) => variable.path))
    .flatMap(([root, ...path]) => (root === 'steps' && path.length > 1 ? [path.join('.')] : []));
  if (read.length === 0) return definition;
  return { ...definition, remembered: [...new Set([...(definition.remembered ?? []), ...read])].sort() };
}

function templatesOf(compiled: readonly Compiled[]): TemplateDefinition[] {
  const byId = new Map<string, TemplateDefinition>();
  for (const { source, result } of compiled) {
    if (!result.part) continue;
    const parts: Record<string, CompiledTemplatePart> = { ...byId.get(source.id)?.parts, [source.locale]: result.part };
    byId.set(source.id, { id: source.id, class: source.class, parts });
  }
  return [...byId.values()];
}

function textsOf({ texts }: WorkspaceDraft, { locales }: Settings): ReleaseContent['texts'] {
  const builtIn: Readonly<Record<string, Readonly<Record<string, string>>>> = builtInTexts;
  return Object.fromEntries(
    locales.map((locale) => [locale, { ...textsIn(builtIn, locale.split('-')[0] ?? locale), ...texts[locale] }]),
  );
}
