import type { Json } from '../kernel/json.ts';
import type { CampaignDefinition } from './campaign-definition.ts';
import type { OwnEvent } from './event-names.ts';

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
  /** Of the privacy notice, such as `2026-05`: kept with every grant (P-40). */
  readonly privacyPolicyVersion?: string | undefined;
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
  /** P-82: a template that receivers refuse for what it says is switched off at so many addresses ... */
  readonly contentBounces: number;
  /** ... within this time, an hour at most. */
  readonly contentBounceWithin: number;
  /** P-21: an open this soon after its delivery is a machine's. */
  readonly machineOpenWithin: number;
  /** P-24: a click this soon after its delivery is a scanner's ... */
  readonly botClickWithin: number;
  /** ... and so are clicks on two links of one message within this time. */
  readonly botClickBurst: number;
  /** ... and those of a message whose hidden link was followed within this time. 0: mails carry no such link. */
  readonly botCanaryWithin: number;
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
  /** P-95: when a yearly 29 February is told in common years. */
  readonly leapDay: '02-28' | '03-01';
  /** P-97: a date that passed at most this long before it was said is told at once, one further back never. */
  readonly catchUpWithin: number;
  /** P-36: after "it was not me" an address gets no confirmation mail for this long. */
  readonly notMeBlocksFor: number;
  /** P-35: sign-ups through heed's form, an hour. */
  readonly signUps: SignUpLimits;
  /** P-31: months (`202611`) whose signing key is compromised: their links do nothing but unsubscribe. */
  readonly revokedKeys: readonly number[];
  /** P-77: share of SES's rate that is used. Percent. */
  readonly sendRateShare: number;
  /** P-77: marketing stops at this share of the day's quota; the rest is for transactional mail. Percent. */
  readonly marketingQuotaShare: number;
  /** P-83: Gmail's spam rate. */
  readonly spamRate: SpamRateLimits;
}

/** P-83: percent of mails that Gmail's readers call spam. */
interface SpamRateLimits {
  /** Somebody is told from here on. */
  readonly warn: number;
  /** Marketing stops from here on. */
  readonly stop: number;
  /** How long after its end a day counts, ms. */
  readonly holdsFor: number;
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
  /** A company's own verifier of bot checks, asked while the breaker holds (docs/decisions/0021-sign-up-check.md). */
  readonly verifier?: string | undefined;
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
  /** Percent of people, sticky by hash, who get no marketing at all. */
  readonly controlGroup: number;
  readonly staffDomains: readonly string[];
  readonly permission: PermissionSettings;
  readonly selfService: { readonly traits: readonly OwnFact[] };
  readonly sending: SendingSwitches;
  /** Own events that go out on the bus, source `heed`, for other systems. Absent: none. */
  readonly publish?: readonly OwnEvent[] | undefined;
  /** What is done to the web links of marketing mails. Absent: nothing. */
  readonly links?: { readonly utm?: LinkTags | undefined } | undefined;
}

/** Parameters for web analysis, `utm_<name>`; each is Liquid that knows the mail and nothing about the person. */
export interface LinkTags {
  readonly source?: string | undefined;
  readonly medium?: string | undefined;
  readonly campaign?: string | undefined;
  readonly content?: string | undefined;
  readonly term?: string | undefined;
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
