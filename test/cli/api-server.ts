import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { apiWorld } from '../functions/api/api-world.ts';

/** The API of a world in memory at a port of this machine. */
export async function servedOn(world: ReturnType<typeof apiWorld>) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const body = Buffer.concat(await request.toArray()).toString('utf8');
    const method = request.method ?? 'GET';
    const answer = await world.call({ method, path: url.pathname, query: url.search.slice(1), body });
    response.writeHead(answer.status ?? 500, answer.headers as Record<string, string>).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
