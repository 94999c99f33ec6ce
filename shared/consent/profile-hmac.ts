import { createHmac } from 'node:crypto';
import type { MacKeys } from './mac-keys.ts';

/**
 * The keyed HMAC that stands for a profile id once the person was erased: ids come from outside and may say something of the
 * person, so the id itself must not stay either (P-56). 128 bits as 22 letters.
 */
export async function profileHmac(keys: MacKeys, profileId: string): Promise<string> {
  const key = await keys.key('profile');
  return createHmac('sha256', key).update(profileId).digest().subarray(0, 16).toString('base64url');
}
