import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';
import { CliError } from './verb.ts';

type Bytes = string | ArrayBuffer | ArrayBufferView;

/** SHA-256 in the form that the signer asks for; Node's own, instead of one more package. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: Bytes) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }
  update(data: Bytes): void {
    this.#hash.update(bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {
    throw new Error('a signature hashes once');
  }
}

function bytesOf(data: Bytes): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

/** Headers that sign a request for API Gateway (SigV4), with the credentials that the AWS CLI would take. */
export async function signedHeaders(
  url: URL,
  method: string,
  body: string | undefined,
  region: string,
): Promise<Record<string, string>> {
  const signer = new SignatureV4({ service: 'execute-api', region, credentials: credentials(), sha256: Sha256 });
  const signed = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body }),
  });
  return signed.headers;
}

function credentials() {
  const provider = defaultProvider();
  return () =>
    provider().catch((cause: unknown) => {
      throw new CliError(
        2,
        `no AWS credentials to sign with: log in (aws sso login) or set AWS_PROFILE (${cause instanceof Error ? cause.name : 'unknown'})`,
      );
    });
}

/** `--region`, else the one in an execute-api host name, else the environment's. Throws CliError 2 without one. */
export function signingRegion(hostname: string, given: string | undefined): string {
  const inHost = /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/.exec(hostname)?.[1];
  const region = given ?? inHost ?? (process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION);
  if (region) return region;
  throw new CliError(2, 'no region to sign for: say --region <region> or set AWS_REGION');
}
