import { createHmac } from 'node:crypto';
import type { JsonObject } from '../../shared/kernel/json.ts';
import { AwsError } from './aws-error.ts';
import { ACCOUNT, text } from './need.ts';

export interface KmsOptions {
  /** Kept by the runner: the same secret makes the same MACs after a restart. */
  readonly secret: string;
  /** `id` as `Ref` gives it; aliases with their `alias/`. */
  readonly keys: readonly { readonly id: string; readonly aliases?: readonly string[] }[];
}

const DIGESTS: Readonly<Record<string, string>> = {
  HMAC_SHA_224: 'sha224',
  HMAC_SHA_256: 'sha256',
  HMAC_SHA_384: 'sha384',
  HMAC_SHA_512: 'sha512',
};
const MAX_MESSAGE_BYTES = 4_096;

/** The id of the key that an id, ARN, alias or alias ARN names; undefined for none of ours. */
export function resolveKey({ keys }: KmsOptions, keyId: string): string | undefined {
  const name = keyId.startsWith('arn:') ? (keyId.split(':').at(-1) ?? '') : keyId;
  return keys.find(({ id, aliases }) => name === id || name === `key/${id}` || aliases?.includes(name))?.id;
}

export function keyArn(region: string, id: string): string {
  return `arn:aws:kms:${region}:${ACCOUNT}:key/${id}`;
}

/** Answers a call of KMS: GenerateMac. The key material derives from the secret and the key's id. */
export function answerKms(action: string, input: JsonObject, options: KmsOptions, region: string): JsonObject {
  if (action !== 'GenerateMac')
    throw new AwsError('UnknownOperationException', 400, `The local run does not know kms:${action}.`);
  const keyId = text(input.KeyId);
  if (!keyId)
    throw new AwsError(
      'ValidationException',
      400,
      "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null",
    );
  const id = resolveKey(options, keyId);
  if (!id) throw unknownKey(keyId, region);
  const algorithm = text(input.MacAlgorithm) ?? '';
  const digest = DIGESTS[algorithm];
  const message = Buffer.from(text(input.Message) ?? '', 'base64');
  if (!digest || message.length === 0 || message.length > MAX_MESSAGE_BYTES)
    throw new AwsError(
      'ValidationException',
      400,
      digest
        ? `1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length between 1 and ${MAX_MESSAGE_BYTES}`
        : `1 validation error detected: Value '${algorithm}' at 'macAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [${Object.keys(DIGESTS).join(', ')}]`,
    );
  const key = createHmac('sha256', options.secret).update(id).digest();
  const mac = createHmac(digest, key).update(message).digest('base64');
  return { KeyId: keyArn(region, id), Mac: mac, MacAlgorithm: algorithm };
}

function unknownKey(keyId: string, region: string): AwsError {
  const arn = keyId.startsWith('arn:')
    ? keyId
    : `arn:aws:kms:${region}:${ACCOUNT}:${keyId.startsWith('alias/') ? keyId : `key/${keyId}`}`;
  const words = keyId.includes('alias/') ? `Alias ${arn} is not found.` : `Key '${arn}' does not exist`;
  return new AwsError('NotFoundException', 400, words);
}
