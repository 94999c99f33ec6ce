import { afterEach, describe, expect, it, vi } from 'vitest';
import { signedHeaders, signingRegion } from '../../cli/signed-request.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const api = new URL('https://abc.execute-api.eu-central-1.amazonaws.com/api/profiles/c%3A42/explain?campaign=welcome');

describe('a request to a deployed API', () => {
  it('is signed for API Gateway with the credentials of the environment', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'session');
    const headers = await signedHeaders(api, 'POST', '{}', 'eu-central-1');
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/execute-api\/aws4_request, SignedHeaders=content-type;host;/,
    );
    expect(headers['x-amz-security-token']).toBe('session');
    // SHA-256 of the two letters that are sent.
    expect(headers['x-amz-content-sha256']).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });

  it('takes the region of the host name, unless one is said', () => {
    vi.stubEnv('AWS_REGION', 'us-east-1');
    expect(signingRegion(api.hostname, undefined)).toBe('eu-central-1');
    expect(signingRegion(api.hostname, 'eu-west-1')).toBe('eu-west-1');
    expect(signingRegion('api.acme.example', undefined)).toBe('us-east-1');
  });

  it('is not sent when nobody knows its region', () => {
    vi.stubEnv('AWS_REGION', '');
    vi.stubEnv('AWS_DEFAULT_REGION', '');
    expect(() => signingRegion('api.acme.example', undefined)).toThrow('--region');
  });
});
