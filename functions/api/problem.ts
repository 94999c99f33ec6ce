import type { Problem } from '../../shared/kernel/errors.ts';
import type { Answer } from './route.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be taken as it is',
  403: 'This is not allowed',
  404: 'There is nothing here',
  405: 'This method is not for this path',
  409: 'Somebody else was first',
  413: 'The request is too large',
  422: 'The workspace has findings',
  503: 'Try again in a moment',
};

/**
 * An RFC 9457 problem. `detail` says in plain words what is wrong and what to do, and never repeats a value that was sent;
 * `more` holds members of its own, such as `errors` or `findings`.
 */
export function problem(status: number, detail: string, more: Readonly<Record<string, unknown>> = {}): Answer {
  return {
    status,
    body: { type: 'about:blank', title: titles[status] ?? 'The request failed', status, detail, ...more },
    headers: { 'content-type': 'application/problem+json' },
  };
}

/** A problem that names the fields to mend. */
export function fieldProblem(status: number, detail: string, errors: readonly Problem[]): Answer {
  return problem(status, detail, { errors });
}

/** 404 for a profile that heed does not know. */
export function unknownProfile(profileId: string): Answer {
  return fieldProblem(404, `There is no profile ${profileId}: a profile begins with its first event.`, [
    { field: 'profileId', message: 'is not known: check the id, or send its first event' },
  ]);
}
