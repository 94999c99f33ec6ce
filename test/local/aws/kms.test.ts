import { GenerateMacCommand, KMSClient, NotFoundException } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { REGION, type RunningGateway, runGateway } from './running-gateway.ts';

const ARN = `arn:aws:kms:${REGION}:000000000000:key/mac-key`;
let run: RunningGateway;
beforeAll(async () => {
  run = await runGateway();
});
afterAll(() => run.stop());

const generate = async (KeyId: string, message = 'epoch-1', from = run) => {
  const command = new GenerateMacCommand({ KeyId, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from(message) });
  const { Mac, ...rest } = await new KMSClient(from.as()).send(command);
  return { ...rest, mac: Buffer.from(Mac ?? []).toString('hex') };
};

test('id, ARN and alias name the same key, and its MAC is 32 bytes', async () => {
  const macs = await Promise.all(
    ['mac-key', ARN, 'alias/heed', `arn:aws:kms:${REGION}:000000000000:alias/heed`].map((id) => generate(id)),
  );
  expect(new Set(macs.map(({ mac }) => mac)).size).toBe(1);
  expect(macs[0]).toMatchObject({
    KeyId: ARN,
    MacAlgorithm: 'HMAC_SHA_256',
    mac: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test('another message or another secret makes another MAC, a restart the same', async () => {
  const other = await runGateway({ kms: { secret: 'another', keys: [{ id: 'mac-key' }] } });
  const again = await runGateway();
  const [first, second, third, fourth] = await Promise.all([
    generate('mac-key'),
    generate('mac-key', 'epoch-2'),
    generate('mac-key', 'epoch-1', other),
    generate('mac-key', 'epoch-1', again),
  ]);
  await Promise.all([other.stop(), again.stop()]);
  expect(new Set([first.mac, second.mac, third.mac]).size).toBe(3);
  expect(fourth.mac).toBe(first.mac);
});

test.each(['nobody', 'alias/nobody'])('%s is not found', async (id) => {
  await expect(generate(id)).rejects.toBeInstanceOf(NotFoundException);
});

test('a role is asked for the key, whatever names it', async () => {
  run.roles.set('Web1A', [{ Effect: 'Allow', Action: ['kms:GenerateMac'], Resource: [ARN] }]);
  run.roles.set('Api1A', []);
  const command = new GenerateMacCommand({
    KeyId: 'alias/heed',
    MacAlgorithm: 'HMAC_SHA_256',
    Message: Buffer.from('x'),
  });
  await new KMSClient(run.as('Web1A')).send(command);
  await expect(new KMSClient(run.as('Api1A')).send(command)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(`kms:GenerateMac on resource: ${ARN}`),
  });
});
