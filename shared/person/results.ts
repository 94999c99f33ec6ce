import type { Enrollment } from '../campaigns/enrollment.ts';
import { valuesAt } from '../campaigns/paths.ts';
import { derivedId } from '../kernel/ids.ts';
import { isoInstant } from '../kernel/instants.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { MessageStatus } from '../messages/message.ts';
import type { WaitForStep } from '../workspace/campaign-definition.ts';
import type { Campaign } from '../workspace/workspace.ts';
import type { Draft } from './draft.ts';
import type { CustomerEvent } from './input.ts';

/** JSON of what is kept of an event that is told before a run waits for it. */
const RESULTS_AT_MOST_BYTES = 1024;

/** What a step came to: facts below `steps.<id>`. */
interface StepResult {
  readonly event?: JsonObject;
  readonly outcome: string;
  readonly reason?: string | null;
}

/** An event as later steps see it. */
export function eventResult({ type, occurredAt, properties }: CustomerEvent): JsonObject {
  return { type, occurredAt: isoInstant(occurredAt), properties };
}

/** What a campaign reads of what a step came to: by path below `steps.`. */
export function readOf(
  { remembered = [] }: Pick<Campaign, 'remembered'>,
  stepId: string,
  result: StepResult,
): NonNullable<Enrollment['results']> {
  const asked = remembered.filter((path) => path.startsWith(`${stepId}.`));
  const found = asked.flatMap((path): [string, Json][] => {
    const [value] = valuesAt({ result }, `result${path.slice(stepId.length)}`);
    return value === undefined ? [] : [[path, value]];
  });
  return Object.fromEntries(found);
}

/** What of the results a row can keep for later: the small ones first, so that a long list costs no outcome. */
export function smallResults(results: NonNullable<Enrollment['results']>): NonNullable<Enrollment['results']> {
  const bytes = ([path, value]: [string, Json]) => Buffer.byteLength(JSON.stringify({ [path]: value }));
  const sized = Object.entries(results).map((entry) => ({ entry, size: bytes(entry) }));
  let left = RESULTS_AT_MOST_BYTES;
  const kept = sized
    .toSorted((one, other) => one.size - other.size)
    .filter(({ size }) => {
      left -= size;
      return left >= 0;
    });
  return Object.fromEntries(kept.map(({ entry }) => entry));
}

/** The run with what a step came to; of that only the paths that its campaign reads are kept. */
export function withResult(draft: Draft, enrollment: Enrollment, stepId: string, result: StepResult): Enrollment {
  const campaign = draft.workspace.pinned.get(enrollment.pin);
  return campaign?.remembered ? withResults(enrollment, readOf(campaign, stepId, result)) : enrollment;
}

/** The run with further results. */
export function withResults(enrollment: Enrollment, results: NonNullable<Enrollment['results']>): Enrollment {
  if (Object.keys(results).length === 0) return enrollment;
  return { ...enrollment, results: { ...enrollment.results, ...results } };
}

/** Keeps how a mail did, for the run it was sent in; feedback may come after the run went on. */
export function rememberOutcome(draft: Draft, messageId: string, result: StepResult): void {
  const { person, workspace } = draft;
  const enrollments = person.enrollments.map((enrollment) => {
    const campaign = workspace.pinned.get(enrollment.pin);
    if (!campaign?.remembered) return enrollment;
    const step = campaign.steps.find(
      ({ id, type }) => type === 'send' && derivedId(person.profileId, enrollment.enrollmentId, id) === messageId,
    );
    return step ? withResult(draft, enrollment, step.id, result) : enrollment;
  });
  if (enrollments.some((each, index) => each !== person.enrollments[index])) draft.person = { ...person, enrollments };
}

/** Facts below `steps`, put together again of the paths that were kept. */
export function stepFacts({ results = {} }: Pick<Enrollment, 'results'>): JsonObject {
  const facts: Record<string, Json> = {};
  for (const [path, value] of Object.entries(results)) {
    const names = path.split('.');
    let below: Record<string, Json> = facts;
    for (const name of names.slice(0, -1)) {
      if (!Object.hasOwn(below, name)) below[name] = {};
      below = below[name] as Record<string, Json>;
    }
    below[names.at(-1) as string] = value;
  }
  return facts;
}

/** What a status of a mail says of the outcomes that may be waited for: who was reached was sent to, too. */
const known: Readonly<Partial<Record<MessageStatus, readonly string[]>>> = {
  sent: ['sent'],
  delivered: ['sent', 'delivered'],
  bounced: ['sent', 'bounced'],
  complained: ['sent', 'delivered', 'complained'],
  skipped: ['skipped'],
  failed: ['failed'],
};

/** The outcome of an earlier mail that a `waitFor` needs not wait for any more; null where it is not known yet. */
export function knownOutcome({ person }: Draft, { enrollmentId }: Enrollment, step: WaitForStep): string | null {
  if (!step.outcome) return null;
  const messageId = derivedId(person.profileId, enrollmentId, step.of ?? '');
  const message = person.recent.find((each) => each.messageId === messageId);
  if (!message) return null;
  const marks: readonly string[] = message.tracked?.marks ?? [];
  const outcomes = [...(known[message.status] ?? []), ...marks];
  return step.outcome.find((each) => outcomes.includes(each)) ?? null;
}
