import type { Instant } from '../kernel/instants.ts';
import type { CampaignDefinition } from '../workspace/campaign-definition.ts';
import { definitionHash, filesHash } from '../workspace/content-hash.ts';
import type { ReleaseContent, Settings, TemplateDefinition } from '../workspace/definitions.ts';
import { emptyRelease } from '../workspace/empty-release.ts';
import { type Campaign, loadCampaign, type Release } from '../workspace/workspace.ts';

/** What a release consists of, by the hashes of its definitions. */
export interface Manifest {
  readonly release: number;
  readonly publishedAt: Instant;
  /** Hash of the files, which are kept under it like a definition. */
  readonly files: string;
  readonly settings: string;
  readonly topics: string;
  readonly events: string;
  readonly texts: string;
  /** Campaign id and hash, in the order of the content. */
  readonly campaigns: readonly (readonly [string, string])[];
  readonly templates: readonly string[];
}

export interface PackedRelease {
  readonly manifest: Manifest;
  /** Every definition and the files, by hash. */
  readonly definitions: ReadonlyMap<string, unknown>;
}

/** Takes a release apart into content-addressed definitions. */
export function packRelease(
  release: number,
  publishedAt: Instant,
  files: Readonly<Record<string, string>>,
  content: ReleaseContent,
): PackedRelease {
  const definitions = new Map<string, unknown>();
  const keep = (definition: unknown): string => {
    const hash = definitionHash(definition);
    definitions.set(hash, definition);
    return hash;
  };
  const manifest: Manifest = {
    release,
    publishedAt,
    files: filesHash(files),
    settings: keep(content.settings),
    topics: keep(content.topics),
    events: keep(content.events),
    texts: keep(content.texts),
    campaigns: content.campaigns.map((campaign) => [campaign.id, keep(campaign)]),
    templates: content.templates.map(keep),
  };
  definitions.set(manifest.files, files);
  const templates = new Map(content.templates.map(({ id }, index) => [id, manifest.templates[index] as string]));
  content.campaigns.forEach(({ steps }, index) => {
    const sent = steps.flatMap((step) => templates.get(step.type === 'send' ? step.template : '') ?? []);
    if (sent.length > 0) definitions.set(templatesOf(manifest.campaigns[index]?.[1] ?? ''), [...new Set(sent)]);
  });
  return { manifest, definitions };
}

/**
 * Where the hashes of the templates stand that a campaign sends, as it was last published: a run that goes on with a definition
 * of yesterday needs them when the active release has them no more. Unlike definitions this is written anew.
 */
export function templatesOf(campaignHash: string): string {
  return `${campaignHash}/templates`;
}

/** Hashes of the templates of pinned campaigns, each once; those of a release from before they were kept are unknown. */
export function templateHashes(campaigns: readonly string[], definitions: ReadonlyMap<string, unknown>): string[] {
  return [...new Set(campaigns.flatMap((hash) => (definitions.get(templatesOf(hash)) ?? []) as readonly string[]))];
}

/** A campaign that a run pins, with the templates it sends; null where the hash is unknown. */
export function pinnedCampaign(hash: string, definitions: ReadonlyMap<string, unknown>): Campaign | null {
  const definition = definitions.get(hash) as CampaignDefinition | undefined;
  if (!definition) return null;
  const templates = templateHashes([hash], definitions).flatMap(
    (each) => (definitions.get(each) as TemplateDefinition | undefined) ?? [],
  );
  return { ...loadCampaign(definition, hash), templates };
}

/** The definitions that deciding and sending need: all but the files. */
export function definitionHashes(manifest: Manifest): readonly string[] {
  const { settings, topics, events, texts, campaigns, templates } = manifest;
  return [...new Set([settings, topics, events, texts, ...campaigns.map(([, hash]) => hash), ...templates])];
}

/** Puts a release together. Throws where a definition is missing: they are never deleted, so the store is corrupt. */
export function unpackRelease(manifest: Manifest, definitions: ReadonlyMap<string, unknown>): Release {
  const definition = <Definition>(hash: string): Definition => {
    if (!definitions.has(hash)) throw new Error(`release ${manifest.release}: definition ${hash} is missing`);
    return definitions.get(hash) as Definition;
  };
  return {
    number: manifest.release,
    publishedAt: manifest.publishedAt,
    content: {
      settings: withDefaults(definition(manifest.settings)),
      topics: definition(manifest.topics),
      events: definition(manifest.events),
      texts: definition(manifest.texts),
      campaigns: manifest.campaigns.map(([, hash]) => definition<CampaignDefinition>(hash)),
      templates: manifest.templates.map((hash) => definition<TemplateDefinition>(hash)),
    },
    hashes: Object.fromEntries(manifest.campaigns),
  };
}

/** Settings that were published before a house number became one. */
function withDefaults(settings: Settings): Settings {
  return { ...settings, permission: { ...emptyRelease.content.settings.permission, ...settings.permission } };
}
