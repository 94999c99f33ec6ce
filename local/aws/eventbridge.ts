import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../shared/kernel/json.ts';
import { compilePattern, matches } from '../../shared/pattern/pattern.ts';
import { type InputTransformer, transformInput } from './input-transformer.ts';
import { ACCOUNT } from './need.ts';

/** A rule of a bus; `bus` is its name (`default` for SES events), `pattern` the JSON text or object of the template. */
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
  readonly inputTransformer?: InputTransformer;
  /** `SqsParameters.MessageGroupId`, passed on to `deliver` untouched. */
  readonly messageGroupId?: string;
}

/** Sends `body` (the text that AWS would put in the message or payload) to a target; a rejection is logged, never thrown at PutEvents. */
export type Deliver = (target: EventTarget, body: string) => Promise<void>;

/** An event before the bus gives it id, account and region. `time` is ms. */
export interface NewEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: JsonObject;
  readonly resources?: readonly string[];
  readonly time?: number;
}

export interface EventBuses {
  hasBus(name: string): boolean;
  /** Puts an event on a bus and resolves with its id when every matching target has it. */
  publish(bus: string, event: NewEvent): Promise<string>;
}

interface BusOptions {
  readonly region: string;
  readonly buses: readonly string[];
  readonly rules: readonly EventRule[];
  readonly deliver: Deliver;
  /** A message was put in a queue: SQS bills it like any other. */
  readonly onDelivered: (target: EventTarget, bytes: number) => void;
  readonly log: (line: string) => void;
}

type Pattern = Extract<ReturnType<typeof compilePattern>, { ok: true }>['pattern'];

/** The buses of a run. Throws when a rule's pattern is none: it would not deploy. */
export function createBuses(options: BusOptions): EventBuses {
  const compiled = new WeakMap<EventRule, Pattern>();
  const patternOf = (rule: EventRule): Pattern => {
    const known = compiled.get(rule);
    if (known) return known;
    const pattern = compileRule(rule);
    compiled.set(rule, pattern);
    return pattern;
  };
  for (const rule of options.rules) patternOf(rule);
  return {
    hasBus: (name) => name === 'default' || options.buses.includes(name),
    async publish(bus, event) {
      const id = randomUUID();
      const envelope = envelopeOf(id, event, options.region);
      const rules = options.rules.filter((rule) => rule.bus === bus && matches(patternOf(rule), envelope));
      await Promise.all(
        rules.flatMap((rule) => rule.targets.map((target) => deliverTo(options, rule, target, envelope))),
      );
      return id;
    },
  };
}

function compileRule(rule: EventRule): Pattern {
  const result = compilePattern(typeof rule.pattern === 'string' ? JSON.parse(rule.pattern) : rule.pattern);
  if (result.ok) return result.pattern;
  throw new Error(`the rule ${rule.name} has no valid pattern: ${JSON.stringify(result.problems)}`);
}

/** EventBridge writes whole seconds. */
function envelopeOf(id: string, event: NewEvent, region: string): JsonObject {
  return {
    version: '0',
    id,
    'detail-type': event.detailType,
    source: event.source,
    account: ACCOUNT,
    time: new Date(event.time ?? Date.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: event.resources ?? [],
    detail: event.detail,
  };
}

async function deliverTo(
  options: BusOptions,
  rule: EventRule,
  target: EventTarget,
  envelope: JsonObject,
): Promise<void> {
  try {
    const body =
      target.input ??
      (target.inputTransformer ? transformInput(target.inputTransformer, envelope) : JSON.stringify(envelope));
    await options.deliver(target, body);
    options.onDelivered(target, Buffer.byteLength(body));
  } catch (error) {
    options.log(`rule ${rule.name} could not deliver to ${target.arn}: ${String(error)}`);
  }
}
