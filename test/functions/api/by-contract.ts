import { expect } from 'vitest';
import { commonStatuses, type Endpoint } from '../../../shared/api/endpoint.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { problemSchema } from '../../../shared/api/problem.ts';

export const allEndpoints: readonly Endpoint[] = Object.values(endpoints).flat();

interface Answered {
  readonly status: number | undefined;
  readonly body: unknown;
}

function endpointAt(method: string, path: string): Endpoint | undefined {
  return allEndpoints.find((each) => {
    const segments = each.path.split('/').map((part) => (part.startsWith('{') ? '[^/]+' : part));
    return each.method === method && new RegExp(`^${segments.join('/')}$`).test(path);
  });
}

/**
 * Whatever the API answers must be what its endpoint describes: a status that it names, every field and none beside them. Gives the
 * endpoint of a good answer.
 */
export function expectByContract(method: string, path: string, { status = 0, body }: Answered): Endpoint | undefined {
  const endpoint = endpointAt(method, path);
  if (body === null || !endpoint) return undefined;
  expect(Object.keys({ ...commonStatuses, ...endpoint.statuses }), `${method} ${endpoint.path}`).toContain(`${status}`);
  const schema = status < 300 ? endpoint.answer : problemSchema;
  expect(schema.parse(body), `${method} ${endpoint.path} answers as it is described`).toEqual(body);
  return status < 300 ? endpoint : undefined;
}
