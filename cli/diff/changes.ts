import type { CampaignDefinition } from '../../shared/workspace/campaign-definition.ts';
import { parseWorkspace, type WorkspaceDraft } from '../../shared/workspace/parse.ts';

export type Files = Readonly<Record<string, string>>;

/** What publishing would change about one thing of the workspace. */
export interface Change {
  readonly kind: 'campaign' | 'topic' | 'template' | 'event' | 'settings' | 'file';
  readonly id: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** What of it, in plain words. */
  readonly details: readonly string[];
}

type Things = Readonly<Record<string, unknown>>;

/** What stands between two workspaces, thing by thing. Files that cannot be read are told as files; `validate` says why. */
export function changesBetween(before: Files, after: Files): readonly Change[] {
  const [was, is] = [parseWorkspace(before).draft, parseWorkspace(after).draft];
  return [
    ...changesOf('campaign', campaignsOf(was), campaignsOf(is), fieldsChanged),
    ...changesOf('topic', byId(was.topics), byId(is.topics), fieldsChanged),
    ...changesOf('template', templatesOf(before), templatesOf(after), localesChanged),
    ...changesOf('event', was.events, is.events, fieldsChanged),
    ...settingsChanges(was, is),
    ...fileChanges(before, after, new Set([...readable(was), ...readable(is)])),
  ];
}

function changesOf(
  kind: Change['kind'],
  before: Things,
  after: Things,
  details: (before: unknown, after: unknown) => readonly string[],
): Change[] {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return ids.flatMap((id): Change[] => {
    if (!(id in before)) return [{ kind, id, change: 'added', details: [] }];
    if (!(id in after)) return [{ kind, id, change: 'removed', details: [] }];
    if (isSame(before[id], after[id])) return [];
    return [{ kind, id, change: 'changed', details: details(before[id], after[id]) }];
  });
}

function byId(things: readonly { readonly id: string }[]): Things {
  return Object.fromEntries(things.map((each) => [each.id, each]));
}

function campaignsOf({ campaigns }: WorkspaceDraft): Things {
  return byId(campaigns.map((each): CampaignDefinition => each.definition));
}

const TEMPLATE = /^templates\/((?:_system\/)?[^/_][^/]*)\/([^/]+)\.mjml$/;

/** Locale to source, by template. */
function templatesOf(files: Files): Things {
  const templates: Record<string, Record<string, string>> = {};
  for (const [path, text] of Object.entries(files)) {
    const [, id, locale] = TEMPLATE.exec(path) ?? [];
    if (id && locale) templates[id] = { ...templates[id], [locale]: text };
  }
  return templates;
}

function localesChanged(before: unknown, after: unknown): string[] {
  return changesOf('file', before as Things, after as Things, () => []).map(({ id, change }) => `${id} ${change}`);
}

/** `status: draft -> active` where both are short, else the name of what changed. */
function fieldsChanged(before: unknown, after: unknown): string[] {
  const [was, is] = [before as Things, after as Things];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => !isSame(was[name], is[name]));
  return names.map((name) => {
    const [from, to] = [shortText(was[name]), shortText(is[name])];
    return from === null || to === null ? name : `${name}: ${from} -> ${to}`;
  });
}

function shortText(value: unknown): string | null {
  if (value === undefined) return 'none';
  return typeof value === 'object' ? null : String(value);
}

function settingsChanges(was: WorkspaceDraft, is: WorkspaceDraft): Change[] {
  if (!was.settings || !is.settings) return [];
  const details = fieldsChanged(was.settings.value, is.settings.value);
  return details.length === 0 ? [] : [{ kind: 'settings', id: 'settings.yaml', change: 'changed', details }];
}

/** Files whose meaning is told thing by thing. */
function readable({ settings, topicsYaml, campaigns }: WorkspaceDraft): string[] {
  return [
    ...(settings ? ['settings.yaml'] : []),
    ...(topicsYaml ? ['topics.yaml'] : []),
    'events.yaml',
    ...campaigns.map((each) => `campaigns/${each.definition.id}.yaml`),
  ];
}

/** The rest by its text: layouts, words, and what cannot be read. */
function fileChanges(before: Files, after: Files, told: ReadonlySet<string>): Change[] {
  const others = (files: Files) =>
    Object.fromEntries(Object.entries(files).filter(([path]) => !told.has(path) && !TEMPLATE.test(path)));
  return changesOf('file', others(before), others(after), () => []);
}

function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** JSON with sorted names: their order says nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
