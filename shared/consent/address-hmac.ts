import { createHmac } from 'node:crypto';
import { type Address, normalisedEmail } from '../profiles/address.ts';
import type { MacKeys } from './mac-keys.ts';

/**
 * The keyed HMAC that stands for an address in rows, tags and logs (P-59): 128 bits, 22 letters that SES tags take.
 * One key for the life of a deployment: suppression must still be found after years.
 */
export async function addressHmac(keys: MacKeys, email: string): Promise<string> {
  const key = await keys.key('address');
  return createHmac('sha256', key).update(normalisedEmail(email)).digest().subarray(0, 16).toString('base64url');
}

/** A parsed mail address with its HMAC. */
export async function addressOf(keys: MacKeys, email: string): Promise<Address> {
  return { email, hmac: await addressHmac(keys, email) };
}

/** 128 bits that name an opt-in request which came as an event: a repetition of the event names the same request. */
export async function requestIdOf(keys: MacKeys, profileId: string, eventId: string): Promise<string> {
  const key = await keys.key('request');
  return createHmac('sha256', key)
    .update(JSON.stringify([profileId, eventId]))
    .digest()
    .subarray(0, 16)
    .toString('base64url');
}
