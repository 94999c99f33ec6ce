import type { Instant } from '../kernel/instants.ts';
import type { Json } from '../kernel/json.ts';
import { compilePattern, type Pattern } from '../pattern/pattern.ts';
import type { CampaignDefinition, ExitRule, ReleaseContent, Settings, Topic, TrackedEvent } from './definitions.ts';

/** A campaign ready to be asked: its patterns compiled. */
export interface Campaign extends CampaignDefinition {
  /** Hash of the definition: an enrollment pins the one it started with. */
  readonly hash: string;
  readonly wherePattern: Pattern | null;
  readonly audiencePattern: Pattern | null;
  readonly exits: readonly LoadedExit[];
}

export type LoadedExit = ExitRule & { readonly pattern: Pattern | null };

/** The active release as `decide` sees it. Templates are left out: deciding never renders. */
export interface Workspace {
  /** 0 before the first publication: no campaign, no topic. */
  readonly release: number;
  readonly settings: Settings;
  readonly topics: ReadonlyMap<string, Topic>;
  readonly events: Readonly<Record<string, TrackedEvent>>;
  readonly campaigns: ReadonlyMap<string, Campaign>;
  /** Definitions by hash: those of this release and those that the person's enrollments pin. */
  readonly pinned: ReadonlyMap<string, Campaign>;
  /** Campaigns by the event type that starts or ends them: an event found in neither is asked about by nobody. */
  readonly startedBy: ReadonlyMap<string, readonly Campaign[]>;
  readonly endedBy: ReadonlySet<string>;
  /** The classes of the templates, for gate 6 (P-53). */
  readonly templateClasses: ReadonlyMap<string, 'marketing' | 'transactional'>;
  /** Locales each template is complete in, for gate 12 (P-99). */
  readonly templateLocales: ReadonlyMap<string, readonly string[]>;
}

/** A published release as the stores give it: content with the hash of each campaign definition. */
export interface Release {
  readonly number: number;
  readonly publishedAt: Instant;
  readonly content: ReleaseContent;
  /** Campaign id to hash of its definition. */
  readonly hashes: Readonly<Record<string, string>>;
}

function pattern(source: Json | undefined): Pattern | null {
  if (source === undefined) return null;
  const compiled = compilePattern(source);
  if (!compiled.ok) throw new Error('a published pattern does not compile: the release is corrupt');
  return compiled.pattern;
}

/** Makes a definition ready to be asked. Throws on a pattern that publication would have refused. */
export function loadCampaign(definition: CampaignDefinition, hash: string): Campaign {
  return {
    ...definition,
    hash,
    wherePattern: pattern(definition.where),
    audiencePattern: pattern(definition.audience),
    exits: definition.exit.map((rule) => ({
      ...rule,
      pattern: pattern(rule.kind === 'when' ? rule.when : rule.where),
    })),
  };
}

/** Makes a release ready to decide with. */
export function loadWorkspace(release: Release): Workspace {
  const { content } = release;
  const campaigns = content.campaigns.map((each) => loadCampaign(each, release.hashes[each.id] ?? ''));
  const startedBy = new Map<string, Campaign[]>();
  for (const campaign of campaigns) {
    for (const trigger of campaign.triggers) {
      startedBy.set(trigger.event, [...(startedBy.get(trigger.event) ?? []), campaign]);
    }
  }
  const exitEvents = campaigns
    .flatMap((each) => each.exits)
    .flatMap((rule) => (rule.kind === 'event' ? [rule.event] : []));
  return {
    release: release.number,
    settings: content.settings,
    topics: new Map(content.topics.map((topic) => [topic.id, topic])),
    events: content.events,
    campaigns: new Map(campaigns.map((each) => [each.id, each])),
    pinned: new Map(campaigns.map((each) => [each.hash, each])),
    startedBy,
    endedBy: new Set(exitEvents),
    templateClasses: new Map(content.templates.map((each) => [each.id, each.class])),
    templateLocales: new Map(content.templates.map((each) => [each.id, Object.keys(each.parts)])),
  };
}

/** The same workspace with further pinned definitions, those that a person's running enrollments started with. */
export function withPinned(workspace: Workspace, campaigns: readonly Campaign[]): Workspace {
  if (campaigns.length === 0) return workspace;
  return {
    ...workspace,
    pinned: new Map([...workspace.pinned, ...campaigns.map((each) => [each.hash, each] as const)]),
  };
}
