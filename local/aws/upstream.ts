import { Agent, request } from 'node:http';
import type { Answer, Call } from './call.ts';

/** An engine behind the gateway; connections are kept. */
export interface Upstream {
  /** Passes the call on byte for byte (with `body` in place of its own) and gives the answer whole. Rejects when the engine is gone. */
  perform(call: Call, body: Buffer): Promise<Answer>;
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
      new Promise<Answer>((resolve, reject) => {
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

function answerOf(status: number, headers: Answer['headers'], body: Buffer): Answer {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP.has(name)));
  return { status, headers: { ...kept, 'content-length': String(body.length) }, body };
}
