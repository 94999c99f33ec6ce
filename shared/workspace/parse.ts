import { type CampaignDraft, readCampaign } from './campaign-file.ts';
import { checkSchema } from './check-schema.ts';
import type { Settings, Topic, TrackedEvent } from './definitions.ts';
import { type FileKind, fileKind } from './file-kinds.ts';
import type { Finding } from './findings.ts';
import { suggestion } from './findings.ts';
import { mended, settingsStandIn } from './mended.ts';
import { checkReferences } from './reference-checks.ts';
import { eventsSchema } from './schemas/events.ts';
import { type SettingsFile, settingsSchema } from './schemas/settings.ts';
import { textsSchema } from './schemas/texts.ts';
import { topicsSchema } from './schemas/topics.ts';
import { readTemplate, type TemplateSource } from './template-source.ts';
import { TEXT_KEYS } from './texts/built-in.ts';
import { unavailableInEvents, unavailableSurveys } from './unavailable.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

/** The workspace as its files say it: checked in itself, MJML and Liquid not looked at yet. */
export interface WorkspaceDraft {
  /** Null when settings.yaml is missing or wrong. */
  readonly settings: { readonly yaml: YamlFile; readonly value: Settings } | null;
  readonly topics: readonly Topic[];
  readonly topicsYaml: YamlFile | null;
  readonly events: Readonly<Record<string, TrackedEvent>>;
  readonly campaigns: readonly CampaignDraft[];
  /** Ids of campaigns' templates and of heed's own mails that the workspace writes anew. */
  readonly templates: readonly TemplateSource[];
  /** Every template id that has a file, whether or not it could be read. */
  readonly templateFiles: ReadonlyMap<string, ReadonlySet<string>>;
  /** Pieces that templates share, by name. */
  readonly partials: Readonly<Record<string, string>>;
  readonly layouts: { readonly marketing?: string; readonly transactional?: string };
  /** Words that replace built-in ones, by locale. */
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface ParsedWorkspace {
  readonly draft: WorkspaceDraft;
  /** The draft, and what is left of wrong files without their faults: for further checks only. */
  readonly looked: WorkspaceDraft;
  readonly findings: readonly Finding[];
}

/** Files that their schema refuses, without what it refuses. */
interface Mended {
  settings: WorkspaceDraft['settings'];
  topics: Pick<WorkspaceDraft, 'topics' | 'topicsYaml'> | null;
  readonly campaigns: CampaignDraft[];
  readonly templates: TemplateSource[];
}

type Growing = 'campaigns' | 'templates' | 'templateFiles';
type Collected = { -readonly [Name in Exclude<keyof WorkspaceDraft, Growing>]: WorkspaceDraft[Name] } & {
  readonly campaigns: CampaignDraft[];
  readonly templates: TemplateSource[];
  readonly templateFiles: Map<string, Set<string>>;
  readonly mended: Mended;
};

/**
 * Reads all files of a workspace, paths relative to it. Every finding of every file comes back, not the first only:
 * syntax, schemas, parts that this version does not perform, references between files, conditions.
 */
export function parseWorkspace(files: Readonly<Record<string, string>>): ParsedWorkspace {
  const draft: Collected = {
    settings: null,
    topics: [],
    topicsYaml: null,
    events: {},
    campaigns: [],
    templates: [],
    templateFiles: new Map(),
    partials: {},
    layouts: {},
    texts: {},
    mended: { settings: null, topics: null, campaigns: [], templates: [] },
  };
  const findings = Object.keys(files)
    .sort()
    .flatMap((path) => readFile(draft, path, plainLines(files[path] ?? ''), fileKind(path)));
  if (files['settings.yaml'] === undefined) {
    findings.push(atTop('settings.yaml', 'is missing: write `brand`, `locales` and `timeZone` into it'));
  }
  const looked = lookedAt(draft);
  return { draft, looked, findings: [...findings, ...checkReferences(looked)] };
}

function lookedAt({ mended: left, ...draft }: Collected): WorkspaceDraft {
  return {
    ...draft,
    settings: draft.settings ?? left.settings,
    ...(draft.topicsYaml === null ? left.topics : null),
    campaigns: [...draft.campaigns, ...left.campaigns],
    templates: [...draft.templates, ...left.templates],
  };
}

/** Some editors write a byte order mark and Windows line ends; neither means anything. */
function plainLines(text: string): string {
  return text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
}

/** A finding about a file as a whole, or about one that is not there. */
export function atTop(file: string, message: string, severity: Finding['severity'] = 'error'): Finding {
  return { file, line: 1, column: 1, path: '', message, severity };
}

function readFile(draft: Collected, path: string, content: string, kind: FileKind): readonly Finding[] {
  switch (kind.kind) {
    case 'settings':
      return readSettings(draft, readYaml(path, content));
    case 'topics':
      return readTopics(draft, readYaml(path, content));
    case 'events':
      return readEvents(draft, readYaml(path, content));
    case 'surveys':
      return unavailableSurveys(readYaml(path, content));
    case 'campaign': {
      const { campaign, left, findings } = readCampaign(kind.id, readYaml(path, content));
      if (campaign) draft.campaigns.push(campaign);
      if (left) draft.mended.campaigns.push(left);
      return findings;
    }
    case 'template':
      return readTemplateFile(draft, path, content, kind);
    case 'partial':
      draft.partials = { ...draft.partials, [kind.name]: content };
      return [];
    case 'layout':
      draft.layouts = { ...draft.layouts, [kind.layout]: content };
      return [];
    case 'texts':
      return readTexts(draft, kind.locale, readYaml(path, content));
    case 'ignored':
      return [];
    case 'unknown':
      return [atTop(path, kind.message, kind.severity)];
  }
}

function settingsOf({ staff, ...file }: SettingsFile): Settings {
  return { ...file, staffDomains: staff.domains };
}

function readSettings(draft: Collected, yaml: YamlFile): readonly Finding[] {
  const checked = checkSchema(yaml, settingsSchema, yaml.value ?? {});
  if (!checked.ok) {
    const left = yaml.findings.length > 0 ? null : mended(settingsSchema, yaml.value ?? {}, settingsStandIn);
    // Locales that cannot be read are not guessed: every text would seem to be of the wrong one.
    const isWhole = left !== null && !checked.findings.some(({ path }) => path.startsWith('locales'));
    if (isWhole) draft.mended.settings = { yaml, value: settingsOf(left) };
    return checked.findings;
  }
  draft.settings = { yaml, value: settingsOf(checked.value) };
  return [];
}

function readTopics(draft: Collected, yaml: YamlFile): readonly Finding[] {
  const checked = checkSchema(yaml, topicsSchema, yaml.value ?? []);
  if (!checked.ok) {
    const left = yaml.findings.length > 0 ? null : mended(topicsSchema, yaml.value ?? []);
    if (left !== null) draft.mended.topics = { topics: left, topicsYaml: yaml };
    return checked.findings;
  }
  draft.topics = checked.value;
  draft.topicsYaml = yaml;
  return [];
}

function readEvents(draft: Collected, yaml: YamlFile): readonly Finding[] {
  const checked = checkSchema(yaml, eventsSchema, yaml.value ?? {});
  if (!checked.ok) return [...unavailableInEvents(yaml), ...checked.findings];
  const entries = Object.entries(checked.value.events ?? {});
  draft.events = Object.fromEntries(
    entries.map(([type, entry]) => [type, { remember: entry?.remember ?? false, sample: entry?.sample }]),
  );
  return unavailableInEvents(yaml);
}

function readTemplateFile(
  draft: Collected,
  path: string,
  content: string,
  at: { id: string; locale: string },
): readonly Finding[] {
  const locales = draft.templateFiles.get(at.id) ?? new Set<string>();
  draft.templateFiles.set(at.id, locales.add(at.locale));
  const { source, left, findings } = readTemplate(path, at.id, at.locale, content);
  if (source) draft.templates.push(source);
  if (left) draft.mended.templates.push(left);
  return findings;
}

function readTexts(draft: Collected, locale: string, yaml: YamlFile): readonly Finding[] {
  const checked = checkSchema(yaml, textsSchema, yaml.value ?? {});
  if (!checked.ok) return checked.findings;
  draft.texts = { ...draft.texts, [locale]: checked.value };
  return Object.keys(checked.value)
    .filter((key) => !TEXT_KEYS.has(key))
    .map((key) => yaml.atKey([key], `\`${key}\` is no text of heed's${nearText(key)}`));
}

function nearText(key: string): string {
  const advice = suggestion(key, TEXT_KEYS);
  return advice.startsWith('; did') ? advice : '';
}
