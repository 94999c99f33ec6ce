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
  /** Table 1.4: soft bounces on so many days ... */
  readonly softBounceDays: number;
  /** ... within this time ... */
  readonly softBounceWithin: number;
  /** ... rest the address this long. */
  readonly softQuarantineFor: number;
  /** P-21: an open this soon after its delivery is a machine's. */
  readonly machineOpenWithin: number;
  /** P-24: a click this soon after its delivery is a scanner's ... */
  readonly botClickWithin: number;
  /** ... and so are clicks on two links of one message within this time. */
  readonly botClickBurst: number;
  /** P-65: how far ahead the end of a pause may lie. */
  readonly pauseAtMost: number;
  /** How long an unsubscribe on a page can be taken back there. */
  readonly undoWithin: number;
  /** P-62: how long the proof of consent and withdrawal outlives a person who was erased. */
  readonly proofFor: number;
  /** P-105: no marketing for this long after a support ticket was closed. */
  readonly ticketCooldown: number;
  /** P-105: an open ticket holds marketing back at most this long; its source may have lost the closing. */
  readonly ticketHoldsFor: number;
  /** P-106: flags beside bereavement, fraud, legal-hold and vulnerable. */
  readonly flags: readonly string[];
  /** P-104: who is known to be younger gets no marketing. Years. */
  readonly minimumAge: number;
  /** P-104: who is known to be younger cannot consent (GDPR Art. 8). Years. */
  readonly consentAge: number;
  /** P-34: confirmation mails to one address, whichever form or profile asked: at most `max` in any window of `per`. */
  readonly confirmationCaps: readonly { readonly max: number; readonly per: number }[];
  /** P-37: one reminder of an unconfirmed request, a day after its mail; off unless asked for. */
  readonly confirmReminder: boolean;
  /** P-37: a sign-up that nobody confirmed is deleted this long after it expired. */
  readonly forgetUnconfirmedAfter: number;
  /** P-36: after "it was not me" an address gets no confirmation mail for this long. */
  readonly notMeBlocksFor: number;
  /** P-35: sign-ups through heed's form, an hour. */
  readonly signUps: SignUpLimits;
  /** P-31: months (`202611`) whose signing key is compromised: their links do nothing but unsubscribe. */
  readonly revokedKeys: readonly number[];
}

/** P-35: how many sign-ups are taken, each number an hour. */
export interface SignUpLimits {
  readonly perIp: number;
  /** A /24 of IPv4, a /48 of IPv6. */
  readonly perNetwork: number;
  /** The breaker: confirmation mails wait while an hour has more than this times the median hour of seven days. */
  readonly breakerFactor: number;
  /** Fewer sign-ups an hour than this never trip it: the median of a small sender is nothing. */
  readonly breakerFloor: number;
}

/** P-107: what is switched off for now; a campaign has its `status`. */
export interface SendingSwitches {
  /** Everything: no mail at all leaves this deployment. */
  readonly paused: boolean;
  readonly topics: readonly string[];
  readonly templates: readonly string[];
}

/** A fact that people may tell about themselves on the preference page. */
export interface OwnFact {
  readonly trait: string;
  /** `list`: words between commas. */
  readonly type: 'text' | 'date' | 'list';
  readonly label: Localized;
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
  readonly selfService: { readonly traits: readonly OwnFact[] };
  readonly sending: SendingSwitches;
}

export interface Topic {
  readonly id: string;
  readonly name: Localized;
  readonly description: Localized;
  readonly optIn: 'double' | 'single';
  /** P-104: only for people who are known to be adults. Absent: false. */
  readonly adultsOnly?: boolean | undefined;
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
export interface WithdrawStep extends StepBase {
  readonly type: 'withdraw';
  readonly topics: readonly string[];
}
export type Step = SendStep | WaitStep | WithdrawStep;

export interface CampaignDefinition {
  readonly id: string;
  readonly name: string;
  readonly status: 'draft' | 'active' | 'paused' | 'archived';
  readonly class: MessageClass;
  /** Required for marketing, absent for transactional. */
  readonly topic?: string | undefined;
  /** What a transactional campaign rests on (P-53). Absent: the person's own act, which is its trigger. */
  readonly because?: 'own-act' | 'contract' | undefined;
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
