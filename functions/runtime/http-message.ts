import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** A request as routes see it: decoded, names of headers in lower case. Cookies are not read by anything here. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** What stood in place of `{name}` in the route's path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** Media type in lower case without parameters, such as `application/json`; empty where none was said. */
  readonly contentType: string;
  readonly body: Buffer;
  /** Evidence of consent only (P-40); never a key of anything. */
  readonly ip: string | null;
  readonly userAgent: string | null;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The route as it is written down, for the log. */
  readonly route?: string;
}

export type Answer = (request: HttpRequest) => Promise<HttpAnswer>;

/** Kept as evidence on the person's row, which must not grow by what somebody makes up. */
const LONGEST_USER_AGENT = 400;

/** Reads the payload (format 2.0) of an HTTP API. The gateway hands any body over in base64 when it likes to (P-06). */
export function requestOf(event: APIGatewayProxyEventV2): HttpRequest {
  const headers = Object.fromEntries(
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? '']),
  );
  const { http } = event.requestContext;
  return {
    method: http.method.toUpperCase(),
    path: event.rawPath,
    params: {},
    query: new URLSearchParams(event.rawQueryString),
    headers,
    contentType: (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    ip: http.sourceIp || null,
    userAgent: (headers['user-agent'] || http.userAgent || '').slice(0, LONGEST_USER_AGENT) || null,
  };
}

/** The gateway's form of an answer. */
export function gatewayAnswer(answer: HttpAnswer): APIGatewayProxyStructuredResultV2 {
  return { statusCode: answer.status, headers: { ...answer.headers }, body: answer.body, isBase64Encoded: false };
}

/** True where the caller speaks JSON: it sent some, or asked for it and not for a page. */
export function speaksJson(request: HttpRequest): boolean {
  if (request.contentType !== '') return isJson(request.contentType);
  const accepted = request.headers.accept ?? '';
  return accepted.includes('json') && !accepted.includes('html');
}

function isJson(contentType: string): boolean {
  return contentType === 'application/json' || contentType.endsWith('+json');
}
