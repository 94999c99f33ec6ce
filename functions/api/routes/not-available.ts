import { problem } from '../problem.ts';
import type { ApiRoute } from '../route.ts';

function notAvailable(method: ApiRoute['method'], path: string): ApiRoute {
  return { method, path, answer: async () => problem(501, `${method} ${path} is not available in this version.`) };
}

/** Paths of the contract that this version refuses by name instead of pretending not to know them. */
export const notAvailableYet: readonly ApiRoute[] = [
  notAvailable('POST', '/api/campaigns/{id}/preview'),
  notAvailable('POST', '/api/campaigns/{id}/test-send'),
  notAvailable('GET', '/api/campaigns'),
  notAvailable('GET', '/api/campaigns/{id}/report'),
];
