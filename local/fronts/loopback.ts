import { randomInt } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A server on 127.0.0.1 and nowhere else. */
export interface LoopbackServer {
  readonly origin: string;
  readonly port: number;
  /** Requests being answered. */
  inFlight(): number;
  /** From now on `answer` answers; before, every request gets 503. */
  serve(answer: Answer): void;
  stop(): Promise<void>;
}

/** Listens on a port (0 picks). Throws with a plain sentence when it is taken. */
export async function listenOnLoopback(port: number, name: string): Promise<LoopbackServer> {
  let answer: Answer = async (_, response) => void response.writeHead(503).end();
  let open = 0;
  // Connections stay open however long they idle: while a journey of the clock keeps this thread busy, Node would close one just as
  // the next request comes on it.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    open += 1;
    response.once('close', () => {
      open -= 1;
    });
    answer(request, response).catch((error: unknown) => {
      console.error(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end('{"message":"Internal Server Error"}');
    });
  });
  await listen(server, port, name);
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error(`${name} does not listen`);
  return {
    origin: `http://127.0.0.1:${address.port}`,
    port: address.port,
    inFlight: () => open,
    serve: (given) => {
      answer = given;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const words = `port ${port} (${name}) is taken by another program. Stop it, or start on other ports: npm start -- --port 0`;
      reject(error.code === 'EADDRINUSE' ? new Error(words) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether a request comes from this machine's own pages and programs: its `Host` is loopback, and so is the `Origin` that a browser adds.
 * Else a web page elsewhere could read the inbox by DNS rebinding, or post events by a cross-site form.
 */
export function isLocal(request: IncomingMessage): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (!LOOPBACK_NAMES.has(host)) return false;
  const { origin } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && LOOPBACK_NAMES.has(new URL(origin).hostname);
}

/** Below the ports that systems give to outgoing connections: one of those would be taken again before the engine listens. */
const LOWEST = 10_240;
const HIGHEST = 32_767;
const TRIES = 50;

/** A port that is free now, for engines that do not tell which one they picked. */
export async function freePort(): Promise<number> {
  for (let tried = 1; ; tried += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    try {
      await (await listenOnLoopback(port, 'a free port')).stop();
      return port;
    } catch (error) {
      if (tried >= TRIES) throw error;
    }
  }
}

/** A body beyond the limit. */
export class BodyTooLarge extends Error {}

/** Reads a body of at most `most` bytes. Rejects with `BodyTooLarge` beyond. */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new BodyTooLarge(`a body of more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
