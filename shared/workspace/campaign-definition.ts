import type { Json } from '../kernel/json.ts';
import type { MessageClass } from './definitions.ts';

/** The compiled definition of a campaign: what starts it, what it does, what ends it. Durations are ms, patterns source. */

interface TriggerBase {
  /** Path such as `properties.cartId`: parallel runs, one running enrollment a key. Of a list of dates: a field of its items. */
  readonly key?: string | undefined;
  /** Pattern as source (validated at compile time). */
  readonly where?: Json | undefined;
  /** `existing-too` also arms stored values whose moment is ahead when the campaign is published. Absent: `new`. */
  readonly enroll?: 'existing-too' | undefined;
}
export interface EventTrigger extends TriggerBase {
  readonly kind: 'event';
  readonly event: string;
}
/** Nothing of `unless` for a time after the last of `after`. */
export interface InactivityTrigger extends TriggerBase {
  readonly kind: 'inactivity';
  readonly after: readonly string[];
  /** ms. */
  readonly for: number;
  readonly unless: readonly string[];
}
/** A date of the profile comes near (P-90 to P-98). */
export interface DateTrigger extends TriggerBase {
  readonly kind: 'date';
  /** `profile.birthday`, or of a list `profile.contracts[].end`. */
  readonly path: string;
  readonly yearly: boolean;
  /** Leads as ISO text, calendar units allowed; `P0D` is the day itself. */
  readonly before: readonly string[];
  /** Local time, minutes of the day. */
  readonly at: number;
}
/** A broadcast to the audience, by the calendar of the settings' zone. */
export interface ScheduleTrigger extends TriggerBase {
  readonly kind: 'schedule';
  /** One day, or an RFC 5545 rule. */
  readonly on?: string | undefined;
  readonly rrule?: string | undefined;
  /** Minutes of the day. */
  readonly at: number;
}
export type Trigger = EventTrigger | InactivityTrigger | DateTrigger | ScheduleTrigger;

/** What the campaign is for: counted once a run, with and without mails, so that they compare. */
interface Goal {
  readonly event: string;
  readonly sameKey?: string | undefined;
  readonly where?: Json | undefined;
  /** ms from the start of the run. */
  readonly within: number;
  /** Path of a number, such as `properties.total`. */
  readonly value?: string | undefined;
  /** Ends the run when it is reached. */
  readonly exit: boolean;
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
  /** Given in the file, else the place in it (`0`, `1.else.0`); stable within a definition. */
  readonly id: string;
  /** Index of the step behind this one, where that is not the next in the list; the list's length is the end. */
  readonly next?: number | undefined;
}
export interface SendStep extends StepBase {
  readonly type: 'send';
  readonly template: string;
  readonly replyTo?: string | undefined;
}
/** What a wait lasts until. `before` is ISO text, `at` minutes of the person's day. */
export type WaitEnd =
  | { readonly path: string; readonly before: string; readonly at: number }
  /** 1 is Monday, 7 Sunday (ISO 8601). */
  | { readonly weekday: number; readonly at: number };
export interface WaitStep extends StepBase {
  readonly type: 'wait';
  /** ms, or the path of an ISO duration with what holds where there is none. Absent: `until`. */
  readonly for?: number | { readonly path: string; readonly default: number } | undefined;
  readonly until?: WaitEnd | undefined;
}
export interface WaitForStep extends StepBase {
  readonly type: 'waitFor';
  /** An event by the run's key, or the outcome of a send. */
  readonly event?: string | undefined;
  readonly sameKey?: string | undefined;
  readonly where?: Json | undefined;
  readonly outcome?: readonly string[] | undefined;
  /** Id of the send step whose outcome is waited for. */
  readonly of?: string | undefined;
  /** ms. */
  readonly timeout: number;
  /** Where a run goes on when it came, and when time ran out. */
  readonly heard: number;
  readonly missed: number;
}
export interface BranchStep extends StepBase {
  readonly type: 'branch';
  /** The first whose pattern fits; where none does, `else`. */
  readonly cases: readonly { readonly when: Json; readonly to: number }[];
  readonly else: number;
}
export interface SplitStep extends StepBase {
  readonly type: 'split';
  /** Percents that add up to 100; sticky for a person and campaign. */
  readonly ways: readonly { readonly percent: number; readonly to: number }[];
}
export interface SetStep extends StepBase {
  readonly type: 'set';
  readonly traits: { readonly [name: string]: Json };
}
export interface EmitStep extends StepBase {
  readonly type: 'emit';
  readonly event: string;
  /** Texts in it are Liquid. */
  readonly properties: { readonly [name: string]: Json };
}
export interface WithdrawStep extends StepBase {
  readonly type: 'withdraw';
  readonly topics: readonly string[];
}
export interface NotifyStep extends StepBase {
  readonly type: 'notify';
  /** An address of a staff domain. */
  readonly to: string;
  /** Liquid. */
  readonly subject: string;
  readonly text: string;
}
export interface ExitStep extends StepBase {
  readonly type: 'exit';
}
export type Step =
  | SendStep
  | WaitStep
  | WaitForStep
  | BranchStep
  | SplitStep
  | SetStep
  | EmitStep
  | WithdrawStep
  | NotifyStep
  | ExitStep;

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
  /** Pattern as source. */
  readonly audience?: Json | undefined;
  readonly reentry: Reentry;
  readonly exit: readonly ExitRule[];
  readonly goal?: Goal | undefined;
  /** A day of the settings' zone, or an instant. Nobody enters before `starts`; from `ends` on nobody enters and nothing is written. */
  readonly starts?: string | undefined;
  readonly ends?: string | undefined;
  /** Percent, sticky by hash. */
  readonly holdout: number;
  readonly priority: number;
  /** ms from the moment a send step is reached. */
  readonly sendWithin: number;
  /** The tree of the file as one list: each step names the one behind it, branches the ones they lead to. */
  readonly steps: readonly Step[];
  /** Paths below `steps.` that conditions or templates read, such as `order.event.properties.total`: only these are kept. */
  readonly remembered?: readonly string[] | undefined;
}
