import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Problem } from '../../shared/kernel/errors.ts';
import { readBody } from '../fronts/loopback.ts';

/** A control call that cannot be done; becomes an answer with the problems by field. */
export class Refusal extends Error {
  readonly status: number;
  readonly problems: readonly Problem[];

  constructor(status: number, problems: readonly Problem[]) {
    super(problems.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; '));
    this.status = status;
    this.problems = problems;
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

export function sendPage(response: ServerResponse, html: string): void {
  response
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      // Mails are foreign HTML: they live in a sandboxed frame, and nothing here runs scripts. Their pictures may load.
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; frame-src 'self'; form-action 'self'",
    })
    .end(html);
}

const LARGEST_BODY = 1024 * 1024;

/** A call's input and whether a form of the home page sent it: a form wants to come back to a page, not to see JSON. */
export interface ControlInput {
  readonly body: unknown;
  readonly isForm: boolean;
}

/** Reads a JSON or form body; an empty one is an empty object. Throws `Refusal` for what is no JSON. */
export async function readInput(request: IncomingMessage): Promise<ControlInput> {
  const text = (await readBody(request, LARGEST_BODY)).toString('utf8');
  if (
    (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded') &&
    !text.startsWith('{')
  ) {
    return { body: Object.fromEntries(new URLSearchParams(text)), isForm: true };
  }
  try {
    return { body: text.trim() === '' ? {} : JSON.parse(text), isForm: false };
  } catch {
    throw new Refusal(400, [{ field: '', message: 'the body is not JSON' }]);
  }
}
