import type * as z from 'zod';
import type { Endpoint, OkStatus, ProblemStatus, Told } from '../../shared/api/endpoint.ts';
import type { HttpRequest } from '../runtime/http-message.ts';
import type { ProblemAnswer } from './problem.ts';
import type { ApiWorld } from './world.ts';

/** An answer before it becomes HTTP; the body is JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The body of a good answer, as the endpoint describes it. */
export type BodyOf<Of extends Endpoint> = Told<z.input<Of['answer']>>;

/** All that an endpoint may answer: what it describes, and no status that it does not name. */
export type AnswerTo<Of extends Endpoint> =
  | { readonly status: Extract<keyof Of['statuses'], OkStatus>; readonly body: BodyOf<Of> }
  | ProblemAnswer<Extract<keyof Of['statuses'], ProblemStatus>>;

/** One method on one path. Expected refusals are answers; ConflictError and RetryableError become 409 and 503 in one place. */
export interface ApiRoute extends Pick<Endpoint, 'method' | 'path'> {
  /** Path parameters come decoded. */
  answer(request: HttpRequest, world: ApiWorld): Promise<Answer>;
}

/** A route that answers as its endpoint says. */
export function route<Of extends Endpoint>(
  { method, path }: Of,
  answer: (request: HttpRequest, world: ApiWorld) => Promise<AnswerTo<Of>>,
): ApiRoute {
  return { method, path, answer };
}
