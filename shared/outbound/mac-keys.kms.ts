import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { MacKeys } from '../consent/mac-keys.ts';
import { RetryableError } from '../kernel/errors.ts';

/**
 * Keys as MACs that the one KMS key makes of labels: KMS never gives the key itself, and nothing secret is stored.
 * Kept for the life of the process, because a label's key never changes; asked once however many ask at once.
 */
export function kmsMacKeys(client: KMSClient, keyId: string): MacKeys {
  const keys = new Map<string, Promise<Uint8Array>>();
  return {
    key(label) {
      const known = keys.get(label);
      if (known) return known;
      const asked = generate(client, keyId, label).catch((error: unknown) => {
        keys.delete(label);
        throw error;
      });
      keys.set(label, asked);
      return asked;
    },
  };
}

async function generate(client: KMSClient, keyId: string, label: string): Promise<Uint8Array> {
  const call = new GenerateMacCommand({
    KeyId: keyId,
    MacAlgorithm: 'HMAC_SHA_256',
    Message: Buffer.from(`heed:${label}`),
  });
  const { Mac } = await client.send(call).catch((error: unknown) => {
    throw new RetryableError(`KMS gave no key for ${label}`, { cause: error });
  });
  if (!Mac) throw new RetryableError(`KMS gave no key for ${label}`);
  return Mac;
}
