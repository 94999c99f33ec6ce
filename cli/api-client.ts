import { problemSchema } from '../shared/api/problem.ts';
import type { ApiOptions } from './api-options.ts';
import { apiOrigin } from './api-origin.ts';
import { CliError } from './verb.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Nothing answered at all; work that can be repeated may try again. */
export class NoAnswerError extends CliError {
  override name = 'NoAnswerError';
}

/**
 * Asks the API. Requests to this machine go unsigned, all others are signed with the usual AWS credentials.
 * Throws CliError 2 where nothing answers, or something that is not heed's API.
 */
export async function askApi(
  options: ApiOptions,
  method: 'GET' | 'POST',
  path: string,
  sent?: unknown,
): Promise<ApiAnswer> {
  const answer = await callApi(options, method, path, sent);
  const { origin } = new URL(apiOrigin(options));
  if (answer.status >= 500 && answer.status !== 501)
    throw new CliError(2, refusal(answer, `${origin} answered ${answer.status}`));
  return answer;
}

/** The same, with the answers of an overloaded or failing API too, so that the caller can wait and ask again. */
export async function callApi(
  options: ApiOptions,
  method: 'GET' | 'POST',
  path: string,
  sent?: unknown,
): Promise<ApiAnswer> {
  const url = new URL(apiOrigin(options) + path);
  const body = sent === undefined ? undefined : JSON.stringify(sent);
  const headers = await headersFor(url, method, body, options.region);
  const { status, text } = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) })
    .then(async (response) => ({ status: response.status, text: await response.text() }))
    .catch((cause: unknown) => {
      throw new NoAnswerError(
        2,
        `nothing answers at ${url.origin} (${reasonOf(cause)}). Is it running? npm start runs it here.`,
      );
    });
  // What stands in front of the API tells an overload in words of its own.
  const answer = { status, body: status === 429 || status >= 500 ? jsonIn(text) : jsonOf(text) };
  // The API itself refuses in words of its own: without them the gateway in front of it did.
  const isRefused = answer.status === 401 || answer.status === 403;
  if (isRefused && !problemDetails.safeParse(answer.body).data?.detail) {
    throw new CliError(
      2,
      `${url.origin} refused these credentials (${answer.status}): they need execute-api:Invoke on the API`,
    );
  }
  return answer;
}

async function headersFor(url: URL, method: string, body: string | undefined, region: string | undefined) {
  if (LOOPBACK.test(url.hostname)) return body === undefined ? {} : { 'content-type': 'application/json' };
  // Loaded only when a request must be signed: the credential providers take as long to load as all the rest.
  const { signedHeaders, signingRegion } = await import('./signed-request.ts');
  return signedHeaders(url, method, body, signingRegion(url.hostname, region));
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? ((inner as NodeJS.ErrnoException).code ?? inner.message) : String(inner);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function jsonOf(text: string): unknown {
  const json = jsonIn(text);
  if (json === undefined) throw new CliError(2, 'what answered is not the API of heed: it did not speak JSON');
  return json;
}

/** What stands in front of the API may say less than the API does. */
const problemDetails = problemSchema.pick({ title: true, detail: true, errors: true }).partial();

/** The words of a problem: its detail and, line by line, the fields to mend. */
export function refusal(answer: ApiAnswer, otherwise = `the API answered ${answer.status}`): string {
  const parsed = problemDetails.safeParse(answer.body);
  if (!parsed.success) return otherwise;
  const { title, detail, errors = [] } = parsed.data;
  const fields = errors.map(({ field, message }) => (field ? `  ${field} ${message}` : `  ${message}`));
  return [detail ?? title ?? otherwise, ...fields].join('\n');
}

/** The body of a good answer; anything else is said in the problem's own words and ends with 1. */
export function bodyOrRefuse(answer: ApiAnswer): unknown {
  if (answer.status < 300) return answer.body;
  throw new CliError(1, refusal(answer), answer.body);
}
