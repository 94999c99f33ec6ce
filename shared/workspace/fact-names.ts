import { suggestion } from './findings.ts';

/** Everything that conditions and templates may ask about, and what is known below each name. */
export interface KnownFacts {
  readonly topics: ReadonlySet<string>;
  /** Event types with `remember: true`. */
  readonly remembered: ReadonlySet<string>;
}

/** The roots of the one path language, for patterns and Liquid alike. */
export const FACT_ROOTS = [
  'profile',
  'properties',
  'event',
  'events',
  'consents',
  'computed',
  'segments',
  'answers',
  'steps',
  'enrollment',
] as const;

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  event: ['type', 'occurredAt'],
  enrollment: ['id', 'key'],
};
const COUNTER = ['count', 'daysSince', 'first', 'last'];
const STEP = ['event', 'outcome', 'reason'];
const NOT_BUILT: Readonly<Record<string, string>> = {
  computed: 'computed facts are not available in this version',
  segments: 'segments are not available in this version',
  answers: 'surveys are not available in this version',
};

interface FactProblem {
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

const error = (message: string): FactProblem => ({ message, severity: 'error' });

/**
 * Says what is wrong with a path of names such as `['events', 'order.placed', 'count']`, or null.
 * Names that cannot be known (traits, properties) are never wrong here.
 */
export function factProblem(path: readonly string[], facts: KnownFacts): FactProblem | null {
  const [root = '', second, third] = path;
  if (NOT_BUILT[root]) return error(`asks for \`${path.join('.')}\`, but ${NOT_BUILT[root]}`);
  if (second === undefined) return null;
  if (root === 'consents' && !facts.topics.has(second)) {
    return error(
      `asks for the consent to \`${second}\`, which topics.yaml does not have${suggestion(second, facts.topics)}`,
    );
  }
  const fields = FIELDS[root];
  if (fields && !fields.includes(second))
    return error(`asks for \`${root}.${second}\`, which no fact provides${suggestion(second, fields)}`);
  if (root === 'steps' && third !== undefined && !STEP.includes(third)) {
    return error(`asks for \`steps.${second}.${third}\`, which no fact provides${suggestion(third, STEP)}`);
  }
  if (root === 'events') return counterProblem(second, third, facts);
  return null;
}

function counterProblem(type: string, field: string | undefined, facts: KnownFacts): FactProblem | null {
  if (field !== undefined && !COUNTER.includes(field)) {
    return error(`asks for \`${field}\` of the event ${type}, which no fact provides${suggestion(field, COUNTER)}`);
  }
  if (facts.remembered.has(type)) return null;
  return {
    severity: 'warning',
    message: `counts the event ${type}, which is not remembered, so the count stays 0: write \`${type}: { remember: true }\` into events.yaml`,
  };
}

// Machines open mail too (P-20): an event or outcome of this name may never decide about contact.
const OPEN_EVENT = /^((message|mail|email|newsletter|campaign)[._-]opened|email opened)$/i;

export function isOpenEvent(type: string): boolean {
  return OPEN_EVENT.test(type);
}

export const OPENS_REFUSED =
  'decides by opens, which mail programs make without any human (P-20): use clicks, or an event of your own systems';
