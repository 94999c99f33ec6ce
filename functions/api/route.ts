import type { HttpRequest } from '../runtime/http-message.ts';
import type { ApiWorld } from './world.ts';

/** An answer before it becomes HTTP; the body is JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One method on one path. Expected refusals are answers; ConflictError and RetryableError become 409 and 503 in one place. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST';
  /** Such as `/api/profiles/{id}/timeline`; `{…}` matches one segment and is decoded in `params`. */
  readonly path: string;
  answer(request: HttpRequest, world: ApiWorld): Promise<Answer>;
}
