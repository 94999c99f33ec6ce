import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** What an engine is asked, but for its body. */
interface UpstreamCall {
  readonly method: string;
  /** Path with query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

interface UpstreamAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** An engine's HTTP side; connections are kept. */
export interface Upstream {
  /** Passes the call on byte for byte (with `body` as its body) and gives the answer whole. Rejects when the engine is gone. */
  perform(call: UpstreamCall, body: Buffer): Promise<UpstreamAnswer>;
  close(): void;
}

/** Headers of one hop, which each side makes for itself. */
const HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect']);

/** `origin` without trailing slash. The caller's Host goes through: the queue engine builds queue URLs of it. */
export function connectUpstream(origin: string): Upstream {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const { hostname, port } = new URL(origin);
  return {
    close: () => agent.destroy(),
    perform: (call, body) =>
      new Promise<UpstreamAnswer>((resolve, reject) => {
        const headers = Object.fromEntries(Object.entries(call.headers).filter(([name]) => !HOP.has(name)));
        const sent = request(
          {
            hostname,
            port,
            path: call.url,
            method: call.method,
            agent,
            headers: { ...headers, 'content-length': String(body.length) },
          },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('error', reject);
            response.on('end', () =>
              resolve(answerOf(response.statusCode ?? 502, response.headers, Buffer.concat(chunks))),
            );
          },
        );
        sent.on('error', reject);
        sent.end(body);
      }),
  };
}

function answerOf(status: number, headers: IncomingHttpHeaders, body: Buffer): UpstreamAnswer {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP.has(name)));
  return { status, headers: { ...kept, 'content-length': String(body.length) }, body };
}
