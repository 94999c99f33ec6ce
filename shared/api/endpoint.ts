import type * as z from 'zod';

export type OkStatus = 200 | 202;
export type ProblemStatus = 400 | 403 | 404 | 405 | 409 | 413 | 422 | 503;

/**
 * One method on one path of the HTTP API: what may be asked and what is answered. The routes are typed by it, the command line reads
 * answers with it, and docs/api.md is made of it.
 */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  /** Such as `/api/profiles/{id}/timeline`; `{…}` is one segment. */
  readonly path: string;
  /** What it does, for whoever reads the reference. */
  readonly does: string;
  /** What stands for each `{…}` of the path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** A request without any body is taken like one with `{}`. */
  readonly bodyMayBeAbsent?: true;
  /** The body of every good answer. */
  readonly answer: z.ZodType;
  /** All that it may answer, in words; beside them every path knows those of `commonStatuses`. */
  readonly statuses: Readonly<Partial<Record<OkStatus | ProblemStatus, string>>>;
  readonly example: { readonly path?: string; readonly body?: unknown; readonly answer: unknown };
}

/** What any request may be answered with, whatever its path. */
export const commonStatuses = {
  404: 'Nothing is at this path.',
  405: 'The path does not take this method; the header `allow` names those that it does.',
  409: 'Somebody else changed the same thing first: read again, then try again.',
  503: 'A service behind the API did not answer. Nothing is wrong with the request: try again (`retry-after`).',
} as const;

/** Refusals of every path that takes a body. */
export const bodyRefusals = {
  400: 'The body is no JSON or not what this path takes; `errors` names the fields.',
  413: 'The body has more than 5 MiB: send it in several requests.',
} as const;

/** A value that is told and not to be changed by whoever tells it: what a schema takes, read-only to its last member. */
export type Told<T> = T extends readonly (infer Item)[]
  ? readonly Told<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]: Told<T[Name]> }
    : T;

/** What is asked: a value for each `{…}` of the path, and the query; what is undefined is left out. */
export interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
}

/** Path and query of a request, encoded. */
export function pathOf({ path }: Pick<Endpoint, 'path'>, { params = {}, query = {} }: Asked = {}): string {
  const own = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? own : `${own}?${given.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')}`;
}
