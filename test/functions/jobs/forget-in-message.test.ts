import { describe, expect, test } from 'vitest';
import { forgetInMessage } from '../../../functions/jobs/forget-in-message.ts';
import { addressHmac } from '../../../shared/consent/address-hmac.ts';
import { memoryMacKeys } from '../../../shared/outbound/memory-mac-keys.ts';

const keys = memoryMacKeys();
const EMAIL = 'Ann.Canary@example.org';

async function left(body: unknown): Promise<unknown> {
  const who = { profileId: 'c-42', address: await addressHmac(keys, EMAIL) };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const rest = await forgetInMessage(keys, text, who);
  return rest === text ? 'the same' : rest === null ? 'nothing' : JSON.parse(rest);
}

const envelope = (detail: unknown) => ({ 'detail-type': 'order.placed', source: 'acme.shop', detail });
const rejection = (record: unknown) => ({ reason: 'invalid', problems: [], record: JSON.stringify(record), at: '' });

describe('a message that waits for an operator, when somebody is forgotten (P-56)', () => {
  test.each<[string, unknown]>([
    ['an event of theirs', envelope({ profileId: 'c-42' })],
    ['a rejected event of theirs', rejection(envelope({ profileId: 'c-42', traits: 7 }))],
    ['an event with their address in place of an id', rejection(envelope({ profileId: EMAIL }))],
    ['an event of no known shape that holds their address', rejection(envelope({ data: { mail: [EMAIL] } }))],
    ['a sign-up with their address, however written', { heed: 'subscribe', email: EMAIL.toLowerCase(), for: null }],
    ['a sign-up for them', { heed: 'subscribe', email: 'other@example.org', for: 'c-42' }],
    ['an order to send to them', { profileId: 'c-42', messageId: 'm' }],
    ['a batch of theirs alone', envelope({ events: [{ profileId: 'c-42' }] })],
    ['what is no JSON and quotes their id', rejection('x').record.replace('"x"', '{"profileId":"c-42"')],
  ])('goes: %s', async (_, body) => {
    expect(await left(body)).toBe('nothing');
  });

  test.each<[string, unknown]>([
    ['an event of somebody else', envelope({ profileId: 'c-4' })],
    ['an event of somebody else that names them', envelope({ profileId: 'c-7', properties: { friend: 'c-42' } })],
    ['feedback, which holds HMACs and must not be lost', { heed: 'feedback', profileId: 'c-42', type: 'bounce' }],
    ['timers', { heed: 'timers', ids: ['c-42'] }],
    ['a sign-up of somebody else', { heed: 'subscribe', email: 'bob@example.org', for: null }],
    ['what is no JSON', 'hello'],
  ])('stays: %s', async (_, body) => {
    expect(await left(body)).toBe('the same');
  });

  test('a batch loses their events and keeps those of others', async () => {
    const batch = envelope({ events: [{ profileId: 'c-42' }, { profileId: 'c-7' }, 'no event'] });
    expect(await left(batch)).toEqual(envelope({ events: [{ profileId: 'c-7' }, 'no event'] }));
    expect(await left(rejection(batch))).toEqual(rejection(envelope({ events: [{ profileId: 'c-7' }, 'no event'] })));
  });
});
