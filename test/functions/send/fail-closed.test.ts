import { describe, expect, test } from 'vitest';
import type { SendPorts } from '../../../functions/send/send-order.ts';
import { RetryableError } from '../../../shared/kernel/errors.ts';
import { MINUTE } from '../../../shared/kernel/instants.ts';
import { sendWorld } from './send-world.ts';

const fails = (): never => {
  throw new RetryableError('does not answer');
};

type Fault = (ports: SendPorts) => Partial<SendPorts>;
const before: readonly (readonly [string, Fault])[] = [
  ['the person', ({ people }) => ({ people: { ...people, load: async () => fails() } })],
  ['the release', ({ releases }) => ({ releases: { ...releases, active: async () => fails() } })],
  ['the keys that sign links', () => ({ keys: { key: async () => fails() } })],
  ['the write of the claim', ({ people }) => ({ people: { ...people, commit: async () => fails() } })],
];

describe.each(['marketing', 'transactional'] as const)('P-108 a %s mail', (kind) => {
  test.each(before)('does not go out when %s fails: the order comes again, and is sent once', async (_, fault) => {
    const { send, sent, ports, message, ends } = await sendWorld(kind);
    await expect(send(fault(ports))).rejects.toBeInstanceOf(RetryableError);
    expect(sent).toEqual([]);
    expect(await message()).toMatchObject({ status: 'queued', claim: null });
    await send();
    expect(sent).toHaveLength(1);
    expect(await ends()).toEqual(['sent']);
  });

  test('does not go out when the address row cannot be read: it waits a minute, and is sent once', async () => {
    const { send, sent, addresses, passes, message, ends } = await sendWorld(kind);
    await send({ addresses: { ...addresses, read: async () => fails() } });
    expect(sent).toEqual([]);
    expect(await message()).toMatchObject({ status: 'held', claim: null, because: { reason: 'unreadable' } });
    await passes(MINUTE);
    await send();
    expect(sent).toHaveLength(1);
    expect(await ends()).toEqual(['sent']);
  });

  test('does not go out when what is thrown is a bug: the claim ends without a call', async () => {
    const { send, sent, addresses, message } = await sendWorld(kind);
    const broken = async () => {
      throw new TypeError('a bug');
    };
    await expect(send({ addresses: { ...addresses, read: broken } })).rejects.toThrow('a bug');
    await send();
    expect(sent).toEqual([]);
    expect((await message())?.status).toBe('sending');
  });
});

test('P-108 what the row says once it can be read again is heard', async () => {
  const { send, sent, addresses, address, passes, world, ends } = await sendWorld();
  await send({ addresses: { ...addresses, read: async () => fails() } });
  await addresses.stop(address, world.now);
  await passes(MINUTE);
  await send();
  expect(sent).toEqual([]);
  expect(await ends()).toEqual(['unsubscribed-all']);
});
