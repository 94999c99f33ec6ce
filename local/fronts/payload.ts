import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { decode } from './routes.ts';

/** Content types whose bodies an HTTP API hands over as text; all others, forms included, come as base64. */
const TEXT = /^(text\/|application\/(json|javascript|xml|[\w.+-]+\+(json|xml)))/i;

/** The event (payload format 2.0) of a request. */
export function httpEvent(
  request: IncomingMessage,
  body: Buffer,
  routeKey: string,
  parameters: Readonly<Record<string, string>>,
  apiId: string,
): object {
  const [path = '/', ...query] = (request.url ?? '/').split('?');
  const rawQueryString = query.join('?');
  const isText = TEXT.test(request.headers['content-type'] ?? 'text/plain');
  const now = new Date();
  const cookies = request.headers.cookie?.split(/;\s*/);
  return {
    version: '2.0',
    routeKey,
    rawPath: decode(path),
    rawQueryString,
    ...(cookies === undefined ? {} : { cookies }),
    headers: headersOf(request),
    ...(rawQueryString === '' ? {} : { queryStringParameters: joined(new URLSearchParams(rawQueryString)) }),
    ...(Object.keys(parameters).length === 0 ? {} : { pathParameters: parameters }),
    requestContext: {
      accountId: '000000000000',
      apiId,
      domainName: (request.headers.host ?? '').replace(/:\d+$/, ''),
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path: decode(path),
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: sourceOf(request),
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length === 0 ? {} : { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Every visitor comes from this machine; X-Forwarded-For lets a trial come from elsewhere. */
function sourceOf({ headers }: IncomingMessage): string {
  const [said = ''] = String(headers['x-forwarded-for'] ?? '').split(',');
  return isIP(said.trim()) === 0 ? '127.0.0.1' : said.trim();
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const entries = Object.entries(headers).filter(([name, value]) => name !== 'cookie' && value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]),
  );
}

function joined(parameters: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name).join(',')]));
}

/** Writes a function's answer as an HTTP API does: with a `statusCode` it is a response, anything else is the body of a 200. */
export function writeAnswer(response: ServerResponse, answer: unknown, method: string): void {
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    return;
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = answer as {
    statusCode: number;
    headers?: Record<string, string | number | boolean>;
    cookies?: string[];
    body?: string;
    isBase64Encoded?: boolean;
  };
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  const given = Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  response.writeHead(statusCode, {
    'content-type': 'text/plain; charset=utf-8',
    ...given,
    ...(cookies === undefined ? {} : { 'set-cookie': cookies }),
    'content-length': bytes.length,
  });
  response.end(method === 'HEAD' ? undefined : bytes);
}
