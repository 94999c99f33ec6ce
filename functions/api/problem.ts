import type * as z from 'zod';
import type { ProblemStatus, Told } from '../../shared/api/endpoint.ts';
import type { problemSchema } from '../../shared/api/problem.ts';
import type { Problem } from '../../shared/kernel/errors.ts';
import { problemTitle } from '../runtime/problem-details.ts';

export type ProblemBody = Told<z.input<typeof problemSchema>>;

/** A refusal with one of these statuses. */
export interface ProblemAnswer<Status extends ProblemStatus> {
  readonly status: Status;
  readonly body: ProblemBody;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * An RFC 9457 problem. `detail` says in plain words what is wrong and what to do, and never repeats a value that was sent;
 * `more` holds members of its own, such as `errors` or `findings`.
 */
export function problem<Status extends ProblemStatus>(
  status: Status,
  detail: string,
  more: Partial<ProblemBody> = {},
): ProblemAnswer<Status> {
  return {
    status,
    body: { type: 'about:blank', title: problemTitle(status), status, detail, ...more },
    headers: { 'content-type': 'application/problem+json' },
  };
}

/** A problem that names the fields to mend. */
export function fieldProblem<Status extends ProblemStatus>(
  status: Status,
  detail: string,
  errors: readonly Problem[],
): ProblemAnswer<Status> {
  return problem(status, detail, { errors });
}

/** 404 for a profile that heed does not know. */
export function unknownProfile(profileId: string): ProblemAnswer<404> {
  return fieldProblem(
    404,
    `There is no profile ${profileId}: a profile begins with the first event that the workspace asks about, or that says a trait.`,
    [{ field: 'profileId', message: 'is not known: check the id, or send an event that a campaign asks about' }],
  );
}
