import type { Json } from '../kernel/json.ts';

/**
 * The compiled, JSON-safe definitions of a release: what `compileWorkspace` makes of the files and what the stores keep,
 * each under the hash of its content. Durations are ms, patterns are kept as source and compiled when a release is loaded.
 */

/** Text by locale, `{ en: …, de: … }`. */
export type Localized = Readonly<Record<string, string>>;

export interface Brand {
  readonly name: string;
  readonly legalName: string;
  readonly postalAddress: string;
  readonly from: string;
  readonly transactionalFrom: string;
  readonly replyTo?: string | undefined;
  readonly website?: string | undefined;
  readonly privacyPolicy?: string | undefined;
  readonly logo?: string | undefined;
  readonly color: string;
}

/** A window of local time, half-open `[from, to)`, minutes of the day; `from` after `to` spans midnight. */
export interface DailyWindow {
  readonly from: number;
  readonly to: number;
}

/** The house numbers of permission.md ([H]), settable under `permission:` in settings.yaml. Durations in ms. */
export interface PermissionSettings {
  /** P-28: life of a confirmation token. */
  readonly confirmWithin: number;
  /** P-32: life of a preference link. */
  readonly preferenceLinkFor: number;
  /** P-94: hours in the settings zone for a person whose zone and country are unknown. */
  readonly unknownZoneHours: DailyWindow;
  /** P-73: how long a transactional message without an outcome or event waits before its one retry. */
  readonly unknownRetryAfter: number;
}

export interface Settings {
  readonly brand: Brand;
  /** The first is the default. */
  readonly locales: readonly string[];
  readonly timeZone: string;
  readonly quietHours: DailyWindow;
  readonly frequencyCaps: readonly { readonly max: number; readonly per: number }[];
  /** Percent of people without any marketing; accepted, not yet applied. */
  readonly controlGroup: number;
  readonly staffDomains: readonly string[];
  readonly permission: PermissionSettings;
}

export interface Topic {
  readonly id: string;
  readonly name: Localized;
  readonly description: Localized;
  readonly optIn: 'double' | 'single';
}

/** An entry of the tracking plan, `events:` of events.yaml. */
export interface TrackedEvent {
  readonly remember: boolean;
  readonly sample?: Json | undefined;
}

export type MessageClass = 'marketing' | 'transactional';

export interface Trigger {
  readonly kind: 'event';
  readonly event: string;
}

export type ExitRule =
  | {
      readonly kind: 'event';
      readonly event: string;
      readonly sameKey?: string | undefined;
      readonly where?: Json | undefined;
    }
  | { readonly kind: 'when'; readonly when: Json };

/** How soon a person may enter a campaign again (P-102). `after` in ms. */
export type Reentry =
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  | { readonly kind: 'after'; readonly after: number; readonly per: 'person' | 'key' };

interface StepBase {
  /** Given in the file, else the place in it (`0`, `1`); stable within a definition. */
  readonly id: string;
}
export interface SendStep extends StepBase {
  readonly type: 'send';
  readonly template: string;
  readonly replyTo?: string | undefined;
}
export interface WaitStep extends StepBase {
  readonly type: 'wait';
  /** ms. */
  readonly for: number;
}
export type Step = SendStep | WaitStep;

export interface CampaignDefinition {
  readonly id: string;
  readonly name: string;
  readonly status: 'draft' | 'active' | 'paused' | 'archived';
  readonly class: MessageClass;
  /** Required for marketing, absent for transactional. */
  readonly topic?: string | undefined;
  readonly triggers: readonly Trigger[];
  /** Path such as `properties.cartId`: parallel runs, one running enrollment a key. */
  readonly key?: string | undefined;
  /** Patterns as source (validated at compile time). */
  readonly where?: Json | undefined;
  readonly audience?: Json | undefined;
  readonly reentry: Reentry;
  readonly exit: readonly ExitRule[];
  /** Percent, sticky by hash. */
  readonly holdout: number;
  readonly priority: number;
  /** ms from the moment a send step is reached. */
  readonly sendWithin: number;
  readonly steps: readonly Step[];
}

/** One locale of a template, compiled: Liquid source of each part; `html` is MJML's output inside the layout. */
export interface CompiledTemplatePart {
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
}

export interface TemplateDefinition {
  readonly id: string;
  readonly class: MessageClass;
  /** By locale. */
  readonly parts: Readonly<Record<string, CompiledTemplatePart>>;
}

/** Everything a release consists of. `templates` holds `_system/<name>` ids too (confirmation). */
export interface ReleaseContent {
  readonly settings: Settings;
  readonly topics: readonly Topic[];
  readonly events: Readonly<Record<string, TrackedEvent>>;
  readonly campaigns: readonly CampaignDefinition[];
  readonly templates: readonly TemplateDefinition[];
  /** Words of the pages and of the enforced footer, by locale, then by key. */
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
