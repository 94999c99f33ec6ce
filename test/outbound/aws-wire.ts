import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as AWS would see it. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** `x-amz-target`, empty for REST services. */
  readonly target: string;
  readonly body: Record<string, unknown>;
}

/** An answer of AWS, or what becomes of the connection instead. */
export type WireAnswer =
  | { readonly status: number; readonly body: unknown; readonly errorType?: string }
  | 'reset'
  | 'no answer';

export interface AwsWire {
  readonly settings: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  readonly requests: readonly WireRequest[];
  close(): Promise<void>;
}

/** AWS's side of the wire on loopback: keeps every request and answers as it is told. */
export async function startAwsWire(answer: (request: WireRequest, nth: number) => WireAnswer): Promise<AwsWire> {
  const requests: WireRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, outgoing) => {
    void readRequest(incoming).then((request) => {
      requests.push(request);
      const given = answer(request, requests.length);
      if (given === 'reset') incoming.socket.resetAndDestroy();
      else if (given !== 'no answer') {
        outgoing.writeHead(given.status, {
          'content-type': request.target ? 'application/x-amz-json-1.1' : 'application/json',
          ...(given.errorType ? { 'x-amzn-errortype': given.errorType } : {}),
        });
        outgoing.end(JSON.stringify(given.body));
      }
    });
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    settings: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    },
    requests,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    target: String(incoming.headers['x-amz-target'] ?? ''),
    body: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>),
  };
}
