import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export interface GatewayRequest {
  readonly method?: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly base64?: boolean;
}

/** A request as an HTTP API hands it to a Lambda (payload format 2.0). */
export function gatewayEvent(request: GatewayRequest): APIGatewayProxyEventV2 {
  const { method = 'GET', path, query = '', headers = {}, body, base64 = false } = request;
  const encoded = base64 && body !== undefined ? Buffer.from(body).toString('base64') : body;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: { ...headers },
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'links.acme.example',
      domainPrefix: 'links',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.7', userAgent: headers['user-agent'] ?? 'test' },
      requestId: 'request',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    ...(encoded === undefined ? {} : { body: encoded }),
    isBase64Encoded: base64,
  };
}

export const BOUNDARY = 'heed-boundary';

/** The same fields as a multipart body. */
export function multipart(fields: Readonly<Record<string, string>>) {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    body: `${parts.join('')}--${BOUNDARY}--\r\n`,
  };
}
