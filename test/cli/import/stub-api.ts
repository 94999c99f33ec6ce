import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface SentEvent {
  readonly eventId: string;
  readonly profileId: string;
  readonly type: string;
}

interface StubAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** An API that takes everything, or what `before` says of the nth POST of events: an answer of its own, or `null` for none at all. */
export async function stubApi(
  before: (nth: number, events: readonly SentEvent[]) => StubAnswer | null | undefined = () => undefined,
) {
  /** How often each event was taken, by its id. */
  const taken = new Map<string, number>();
  const stub = { posts: 0, checks: 0, before };
  const server = createServer(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString('utf8')) as unknown;
    const answer =
      request.url === '/api/imports/check' ? verdicts(body as { rows: unknown[] }) : events(body as SentEvent[]);
    if (answer)
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    else response.destroy();
  });

  function verdicts({ rows }: { rows: readonly unknown[] }): StubAnswer {
    stub.checks += 1;
    return { status: 200, body: { verdicts: rows.map(() => ({ verdict: 'accept' })) } };
  }

  function events(sent: readonly SentEvent[]): StubAnswer | null {
    stub.posts += 1;
    const own = stub.before(stub.posts, sent);
    if (own !== undefined) return own;
    for (const { eventId } of sent) taken.set(eventId, (taken.get(eventId) ?? 0) + 1);
    return { status: 202, body: { ids: sent.map(({ eventId }) => eventId) } };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    stub,
    taken,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
