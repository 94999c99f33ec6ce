import type * as z from 'zod';
import { type Asked, type Endpoint, pathOf, type Told } from '../shared/api/endpoint.ts';
import { type ApiAnswer, askApi, bodyOrRefuse } from './api-client.ts';
import type { ApiOptions } from './api-options.ts';
import { CliError } from './verb.ts';

/** What is sent beside the path; of an endpoint without a body there is none. */
export type Sent<Of extends Endpoint> = Asked & {
  readonly body?: Of['body'] extends z.ZodType ? Told<z.input<Of['body']>> : undefined;
};

/** A good answer: as it came, which is what `--json` prints, and as its endpoint describes it. */
export interface Answered<Of extends Endpoint> {
  readonly body: unknown;
  readonly told: z.output<Of['answer']>;
}

/**
 * Asks one endpoint and reads its answer. Throws CliError 1 with the words of a refusal, 2 where nothing answers or something that is
 * not this endpoint.
 */
export async function ask<Of extends Endpoint>(
  options: ApiOptions,
  endpoint: Of,
  sent: Sent<Of> = {},
): Promise<Answered<Of>> {
  const answer = await askFor(options, endpoint, sent);
  return { body: answer.body, told: toldBy(endpoint, answer) };
}

/** The same, without reading the answer: for a caller who knows what to do with a refusal, or gives the answer on as it came. */
export async function askFor<Of extends Endpoint>(
  options: ApiOptions,
  endpoint: Of,
  sent: Sent<Of> = {},
): Promise<ApiAnswer> {
  return askApi(options, endpoint.method, pathOf(endpoint, sent), sent.body);
}

/** A good answer as its endpoint describes it. Throws CliError 1 with the words of a refusal, 2 where it is described otherwise. */
export function toldBy<Of extends Endpoint>({ method, path, answer }: Of, given: ApiAnswer): z.output<Of['answer']> {
  const parsed = answer.safeParse(bodyOrRefuse(given));
  if (parsed.success) return parsed.data as z.output<Of['answer']>;
  const [issue] = parsed.error.issues;
  throw new CliError(
    2,
    `the answer of ${method} ${path} cannot be read at ${issue?.path.join('.') || 'its root'}: is the API of another version than this command?`,
    given.body,
  );
}
