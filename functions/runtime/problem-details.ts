import type { Problem } from '../../shared/kernel/errors.ts';
import type { HttpAnswer } from './http-message.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be taken as it is',
  403: 'This is not allowed',
  404: 'There is nothing here',
  405: 'This method is not for this path',
  409: 'Somebody else was first',
  410: 'This is over',
  413: 'The request is too large',
  422: 'The workspace has findings',
  503: 'Try again in a moment',
};

/** What kind of problem a status is, in the words that stand in every problem of that status. */
export function problemTitle(status: number): string {
  return titles[status] ?? 'The request failed';
}

/** Problem details (RFC 9457); `errors` holds field paths and words, never values. */
export function problemAnswer(
  status: number,
  problems: readonly Problem[] = [],
  title = problemTitle(status),
): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({
      type: 'about:blank',
      title,
      status,
      ...(problems.length > 0 ? { errors: problems } : {}),
    }),
  };
}
