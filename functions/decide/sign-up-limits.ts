import { createHmac } from 'node:crypto';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import { visitorOf } from '../../shared/consent/network-of.ts';
import { hourOf, type SignUpCounts } from '../../shared/consent/sign-up-counts.ts';
import type { SubscribeRequest } from '../../shared/events/requests.ts';
import { parseInstant } from '../../shared/kernel/instants.ts';
import type { SignUpLimits } from '../../shared/workspace/definitions.ts';

export interface SignUpPorts {
  readonly keys: MacKeys;
  readonly signUps: SignUpCounts;
}

/**
 * Whether a sign-up is taken (P-35): asked after it was answered, so that nobody can tell (P-33). Refused are what filled in
 * the field that people do not see or was quicker than they are, and what is too much from one source or network in an hour.
 * Counts it where it is taken; a repetition of its record counts once. Rejects with RetryableError.
 */
export async function isTaken(
  { keys, signUps }: SignUpPorts,
  request: SubscribeRequest,
  limits: SignUpLimits,
): Promise<boolean> {
  if (request.botCheck === 'failed') return false;
  const hour = hourOf(parseInstant(request.at) as number);
  const visitor = visitorOf(request.ip);
  const key = visitor ? await keys.key('sign-up') : null;
  const places =
    visitor && key
      ? ([
          [visitor.source, limits.perIp],
          [visitor.network, limits.perNetwork],
        ] as const)
      : [];
  let isNew = true;
  for (const [text, max] of places) {
    // P-57: the row outlives the request by an hour and names nobody.
    const source = createHmac('sha256', key as Uint8Array)
      .update(text)
      .digest()
      .subarray(0, 16)
      .toString('base64url');
    const answer = await signUps.take(source, hour, request.requestId, max);
    if (answer === 'full') return false;
    isNew = answer === 'taken';
  }
  if (isNew) await signUps.count(hour);
  return true;
}
