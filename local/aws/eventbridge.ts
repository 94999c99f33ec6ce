import type { JsonObject } from '../../shared/kernel/json.ts';

/** A rule of a bus; `bus` is its name (`default` for SES and schedules' bus), `pattern` the JSON text or object of the template. */
export interface EventRule {
  readonly bus: string;
  readonly name: string;
  readonly pattern: string | JsonObject;
  readonly targets: readonly EventTarget[];
}

/** Where a rule's events go. `input` (constant text) and `inputTransformer` exclude each other; without both the whole event goes. */
export interface EventTarget {
  readonly id: string;
  /** ARN of a queue or function; `deliver` knows how to reach it. */
  readonly arn: string;
  readonly input?: string;
  readonly inputTransformer?: { readonly paths: Readonly<Record<string, string>>; readonly template: string };
  /** `SqsParameters.MessageGroupId`, passed on to `deliver` untouched. */
  readonly messageGroupId?: string;
}

/** Sends `body` (the text that AWS would put in the message or payload) to a target; a rejection is logged, never thrown at PutEvents. */
export type Deliver = (target: EventTarget, body: string) => Promise<void>;
