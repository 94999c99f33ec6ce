import { createHmac } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { afterEach, describe, expect, test } from 'vitest';
import { RetryableError } from '../../shared/kernel/errors.ts';
import { kmsMacKeys } from '../../shared/outbound/mac-keys.kms.ts';
import { memoryMacKeys } from '../../shared/outbound/memory-mac-keys.ts';
import { type AwsWire, startAwsWire, type WireAnswer, type WireRequest } from './aws-wire.ts';

let wire: AwsWire | undefined;
afterEach(async () => {
  await wire?.close();
});

/** KMS with a key of its own. */
function mac({ body }: WireRequest): WireAnswer {
  const message = Buffer.from(String(body.Message), 'base64');
  return { status: 200, body: { Mac: createHmac('sha256', 'heed').update(message).digest('base64'), KeyId: 'key-1' } };
}

async function keys(answer: (request: WireRequest, nth: number) => WireAnswer = mac) {
  wire = await startAwsWire(answer);
  return { wire, keys: kmsMacKeys(new KMSClient({ ...wire.settings, maxAttempts: 1 }), 'key-1') };
}

describe('keys from KMS', () => {
  test('are MACs of their labels, 32 bytes, as those of the twin', async () => {
    const { wire, keys: kms } = await keys();
    expect(Buffer.from(await kms.key('address'))).toEqual(Buffer.from(await memoryMacKeys().key('address')));
    expect((await kms.key('token:202611')).length).toBe(32);
    expect(wire.requests[0]).toMatchObject({
      target: 'TrentService.GenerateMac',
      body: { KeyId: 'key-1', MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from('heed:address').toString('base64') },
    });
  });

  test('are asked for once a label, however many ask at once', async () => {
    const { wire, keys: kms } = await keys();
    await Promise.all([kms.key('address'), kms.key('address'), kms.key('request')]);
    await kms.key('address');
    expect(wire.requests).toHaveLength(2);
  });

  test('are asked for again after a failure', async () => {
    const { keys: kms } = await keys((request, nth) => (nth === 1 ? 'reset' : mac(request)));
    await expect(kms.key('address')).rejects.toBeInstanceOf(RetryableError);
    expect((await kms.key('address')).length).toBe(32);
  });
});
