import type { ServerResponse } from 'node:http';
import type { CostMeter } from '../aws/costs.ts';
import type { FrontWiring } from '../template/wiring.ts';
import type { FunctionHost } from '../workers/function-host.ts';
import { type Answer, BodyTooLarge, isLocal, readBody } from './loopback.ts';
import { httpEvent, writeAnswer } from './payload.ts';
import { findRoute } from './routes.ts';

/** Largest body that an HTTP API takes. */
const LARGEST_BODY = 10 * 1024 * 1024;

interface HttpApiOptions {
  readonly front: FrontWiring;
  readonly hosts: ReadonlyMap<string, FunctionHost>;
  readonly costs: CostMeter;
  /** Refuse requests of foreign pages: for the API, which is open here. The public pages are public. */
  readonly localOnly: boolean;
}

/** Answers as the HTTP API of the template would: its routes, its events, its errors. */
export function httpApi({ front, hosts, costs, localOnly }: HttpApiOptions): Answer {
  return async (request, response) => {
    if (localOnly && !isLocal(request)) return message(response, 403, 'Forbidden');
    costs.add('http-api', 'requests', 1);
    const method = request.method ?? 'GET';
    const found = findRoute(front.routes, method, (request.url ?? '/').split('?')[0]!);
    if (!found) return message(response, 404, 'Not Found');
    const body = await readBody(request, LARGEST_BODY).catch((error: unknown) => {
      if (error instanceof BodyTooLarge) return null;
      throw error;
    });
    // What is left of the body stands before the next request on this connection.
    if (body === null) return message(response.setHeader('connection', 'close'), 413, 'Request Entity Too Large');
    const { route, parameters } = found;
    const host = hosts.get(route.functionId);
    if (!host) throw new Error(`route ${route.key} leads to no function`);
    const outcome = await host.invoke(httpEvent(request, body, route.key, parameters, front.logicalId));
    if (!outcome.ok) return message(response, 500, 'Internal Server Error');
    writeAnswer(response, outcome.answer, method);
  };
}

function message(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message: words }));
}
