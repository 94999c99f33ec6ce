import type { Instant } from '../kernel/instants.ts';
import type { Json } from '../kernel/json.ts';
import { compilePattern, type Pattern } from '../pattern/pattern.ts';
import { type AwaitedEvent, awaitedEvents } from './awaited-events.ts';
import type {
  CampaignDefinition,
  DateTrigger,
  EventTrigger,
  ExitRule,
  InactivityTrigger,
  Step,
  Trigger,
} from './campaign-definition.ts';
import type { ReleaseContent, Settings, TemplateDefinition, Topic, TrackedEvent } from './definitions.ts';

/** A campaign ready to be asked: its patterns compiled. */
export interface Campaign extends CampaignDefinition {
  /** Hash of the definition: an enrollment pins the one it started with. */
  readonly hash: string;
  readonly entrances: readonly LoadedTrigger[];
  readonly audiencePattern: Pattern | null;
  readonly exits: readonly LoadedExit[];
  readonly goalPattern: Pattern | null;
  /** By event type, what of its exits and goal may be heard of before the run that it ends. */
  readonly endingRules: ReadonlyMap<string, readonly EndingRule[]>;
  /** Event types that move its runs: exits, goal, `waitFor`. */
  readonly listens: ReadonlySet<string>;
  /** By event type, the `waitFor` steps that listen to it. */
  readonly awaits: ReadonlyMap<string, readonly AwaitedEvent[]>;
  /** Of `waitFor` steps by position, of branches by position and case. */
  readonly stepPatterns: ReadonlyMap<string, Pattern>;
  /** Of a pinned one, the templates it sends as it was last published; the active release may have them no more. */
  readonly templates?: readonly TemplateDefinition[] | undefined;
}

type LoadedTrigger<T extends Trigger = Trigger> = T & { readonly wherePattern: Pattern | null };
/** An exit rule by event, or the goal. */
interface EndingRule {
  readonly event: string;
  readonly sameKey?: string | undefined;
  readonly pattern: Pattern | null;
  readonly what: 'exit' | 'goal';
  readonly value?: string | undefined;
}

export type LoadedExit = ExitRule & { readonly pattern: Pattern | null };

/** The active release as `decide` sees it. Its templates are left out: deciding never renders. */
export interface Workspace {
  /** 0 before the first publication: no campaign, no topic. */
  readonly release: number;
  readonly settings: Settings;
  readonly topics: ReadonlyMap<string, Topic>;
  readonly events: Readonly<Record<string, TrackedEvent>>;
  readonly campaigns: ReadonlyMap<string, Campaign>;
  /** Definitions by hash: those of this release and those that the person's enrollments pin. */
  readonly pinned: ReadonlyMap<string, Campaign>;
  /** By event type, what it may do to a campaign: an event that is found in none of them is asked about by nobody. */
  readonly startedBy: ReadonlyMap<string, readonly Entrance<EventTrigger>[]>;
  /** Campaigns whose clock of silence it starts or stops. */
  readonly silencedBy: ReadonlyMap<string, readonly Entrance<InactivityTrigger>[]>;
  /** Campaigns with an exit rule or a goal that names it. */
  readonly endedBy: ReadonlyMap<string, readonly Campaign[]>;
  /** A `waitFor` of a campaign of this release waits for it; a pinned one is asked itself. */
  readonly awaited: ReadonlySet<string>;
  /** Campaigns whose runs may wait for it, and it may be told before what starts them. */
  readonly awaitedBy: ReadonlyMap<string, readonly Campaign[]>;
  /** Campaigns with dates of the profile as triggers. */
  readonly dated: readonly Entrance<DateTrigger>[];
  /** The classes of the templates, for gate 6 (P-53). */
  readonly templateClasses: ReadonlyMap<string, 'marketing' | 'transactional'>;
  /** Locales each template is complete in, for gate 12 (P-99). */
  readonly templateLocales: ReadonlyMap<string, readonly string[]>;
  /** Templates that the active release has no more and pinned definitions send (docs/decisions/0023-people-in-flight.md). */
  readonly keptTemplates: ReadonlyMap<string, TemplateDefinition>;
}

/** A way into a campaign. `index` is its place among the campaign's triggers of its kind: one put before those of another kind moves none. */
export interface Entrance<T extends Trigger = Trigger> {
  readonly campaign: Campaign;
  readonly trigger: LoadedTrigger<T>;
  readonly index: number;
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
  const exits = definition.exit.map((rule) => ({
    ...rule,
    pattern: pattern(rule.kind === 'when' ? rule.when : rule.where),
  }));
  const goalPattern = pattern(definition.goal?.where);
  return {
    ...definition,
    hash,
    entrances: definition.triggers.map((trigger) => ({ ...trigger, wherePattern: pattern(trigger.where) })),
    audiencePattern: pattern(definition.audience),
    exits,
    goalPattern,
    endingRules: byName(endingRulesOf(definition, exits, goalPattern), (rule) => [rule.event]),
    listens: new Set([...endingTypes(definition), ...awaitedTypes(definition)]),
    awaits: byName(awaitedEvents(definition), ({ step }) => [step.event]),
    stepPatterns: new Map(definition.steps.flatMap(patternsOf)),
  };
}

/** A run begins with an event or a silence at the time these happened; of dates and broadcasts nothing can be heard too early. */
function beginsInThePast({ triggers }: Pick<CampaignDefinition, 'triggers'>): boolean {
  return triggers.some(({ kind }) => kind === 'event' || kind === 'inactivity');
}

function endingRulesOf(
  definition: CampaignDefinition,
  exits: readonly LoadedExit[],
  goalPattern: Pattern | null,
): readonly EndingRule[] {
  if (!beginsInThePast(definition)) return [];
  const { goal } = definition;
  const rules = exits.flatMap((rule): EndingRule[] => (rule.kind === 'event' ? [{ ...rule, what: 'exit' }] : []));
  return goal ? [...rules, { ...goal, pattern: goalPattern, what: 'goal' }] : rules;
}

function patternsOf(step: Step, position: number): [string, Pattern][] {
  if (step.type === 'waitFor' && step.where !== undefined) return [[`${position}`, pattern(step.where) as Pattern]];
  if (step.type !== 'branch') return [];
  return step.cases.map(({ when }, index) => [`${position}.${index}`, pattern(when) as Pattern]);
}

function isKind<K extends Trigger['kind']>(kind: K) {
  return (entrance: Entrance): entrance is Entrance<Extract<Trigger, { kind: K }>> => entrance.trigger.kind === kind;
}

/** Lists by name, each item under every name it has. */
function byName<Item>(items: readonly Item[], namesOf: (item: Item) => readonly string[]): Map<string, Item[]> {
  const lists = new Map<string, Item[]>();
  for (const item of items) {
    for (const name of new Set(namesOf(item))) lists.set(name, [...(lists.get(name) ?? []), item]);
  }
  return lists;
}

/** Event types by which a campaign's runs end or reach their goal. */
function endingTypes({ exit, goal }: CampaignDefinition): readonly string[] {
  return [...exit.flatMap((rule) => (rule.kind === 'event' ? [rule.event] : [])), ...(goal ? [goal.event] : [])];
}

/** Event types that a campaign's `waitFor` steps listen to. */
function awaitedTypes({ steps }: CampaignDefinition): readonly string[] {
  return steps.flatMap((step) => {
    if (step.type !== 'waitFor') return [];
    return step.event !== undefined ? [step.event] : (step.outcome ?? []).map((outcome) => `message.${outcome}`);
  });
}

function entrancesOf(campaign: Campaign): readonly Entrance[] {
  const kinds = Map.groupBy(campaign.entrances, ({ kind }) => kind);
  return [...kinds.values()].flatMap((alike) => alike.map((trigger, index) => ({ campaign, trigger, index })));
}

/** The way in that a row remembers by its place among those of its kind; undefined where the campaign has it no more. */
export function entranceAt<Kind extends Trigger['kind']>(
  campaign: Campaign,
  kind: Kind,
  index: number,
): Entrance<Extract<Trigger, { kind: Kind }>> | undefined {
  const isAlike = (each: LoadedTrigger): each is LoadedTrigger<Extract<Trigger, { kind: Kind }>> => each.kind === kind;
  const trigger = campaign.entrances.filter(isAlike)[index];
  return trigger && { campaign, trigger, index };
}

/** Makes a release ready to decide with. */
export function loadWorkspace(release: Release): Workspace {
  const { content } = release;
  const campaigns = content.campaigns.map((each) => loadCampaign(each, release.hashes[each.id] ?? ''));
  const entrances = campaigns.flatMap(entrancesOf);
  return {
    release: release.number,
    settings: content.settings,
    topics: new Map(content.topics.map((topic) => [topic.id, topic])),
    events: content.events,
    campaigns: new Map(campaigns.map((each) => [each.id, each])),
    pinned: new Map(campaigns.map((each) => [each.hash, each])),
    startedBy: byName(entrances.filter(isKind('event')), ({ trigger }) => [trigger.event]),
    silencedBy: byName(entrances.filter(isKind('inactivity')), ({ trigger }) => [...trigger.after, ...trigger.unless]),
    endedBy: byName(campaigns, endingTypes),
    awaited: new Set(campaigns.flatMap(awaitedTypes)),
    awaitedBy: byName(campaigns.filter(beginsInThePast), ({ awaits }) => [...awaits.keys()]),
    dated: entrances.filter(isKind('date')),
    templateClasses: new Map(content.templates.map((each) => [each.id, each.class])),
    templateLocales: new Map(content.templates.map((each) => [each.id, Object.keys(each.parts)])),
    keptTemplates: new Map(),
  };
}

/** The same workspace with further pinned definitions, those that a person's running enrollments started with. */
export function withPinned(workspace: Workspace, campaigns: readonly Campaign[]): Workspace {
  if (campaigns.length === 0) return workspace;
  const gone = campaigns.flatMap(({ templates = [] }) =>
    templates.filter(({ id }) => !workspace.templateLocales.has(id)),
  );
  return {
    ...(gone.length === 0 ? workspace : withKept(workspace, gone)),
    pinned: new Map([...workspace.pinned, ...campaigns.map((each) => [each.hash, each] as const)]),
  };
}

function withKept(workspace: Workspace, templates: readonly TemplateDefinition[]): Workspace {
  const { templateClasses, templateLocales } = workspace;
  return {
    ...workspace,
    keptTemplates: new Map(templates.map((each) => [each.id, each])),
    templateClasses: new Map([...templateClasses, ...templates.map((each) => [each.id, each.class] as const)]),
    templateLocales: new Map([
      ...templateLocales,
      ...templates.map((each) => [each.id, Object.keys(each.parts)] as const),
    ]),
  };
}
