import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import { visitorOf } from '../../shared/consent/network-of.ts';
import type { SubscribeRequest } from '../../shared/events/requests.ts';
import { DAY, type Instant, SECOND } from '../../shared/kernel/instants.ts';
import type { HttpRequest } from '../runtime/http-message.ts';
import { type Html, html } from './html.ts';

/*
 * The form's own bot check (P-35): without a third party, without a script, without a puzzle for people (P-18, P-68). It stops
 * programs that fill in every field or post at once; one that was written for this very form passes it. What stands
 * against those are the limits an IP address and a network, the caps an address, and the breaker with its check (sign-up-check.ts).
 */

/** Nobody reads the form, types an address and chooses a topic in less. */
const PEOPLE_NEED = 2 * SECOND;
const GOOD_FOR = DAY;

/** No person sees the field; its name is one that programs like to fill in. */
const TRAP = 'website';
export const SHOWN = 'shown';

async function seal(keys: MacKeys, text: string): Promise<string> {
  const key = await keys.key('form');
  return createHmac('sha256', key).update(text).digest('base64url').slice(0, 22);
}

/** The two fields of the check: one that must stay empty, and when the form was shown, signed. */
export async function botCheckFields(keys: MacKeys, now: Instant): Promise<Html> {
  const text = now.toString(36);
  const shown = `${text}.${await seal(keys, text)}`;
  return html`<div class="unseen"><label for="${TRAP}">Website</label>
<input type="text" id="${TRAP}" name="${TRAP}" value="" tabindex="-1" autocomplete="off"></div>
<input type="hidden" name="${SHOWN}" value="${shown}">`;
}

/**
 * What the form tells of who filled it in. `none` where it is not ours (JSON, a company's own form) or has been open for a day.
 * Visitors of this very machine are never too quick: tests and a try-out on a laptop are.
 */
export async function botCheckOf(
  keys: MacKeys,
  fields: URLSearchParams,
  request: HttpRequest,
  now: Instant,
): Promise<SubscribeRequest['botCheck']> {
  if ((fields.get(TRAP) ?? '') !== '') return 'failed';
  const shown = fields.get(SHOWN);
  if (shown === null) return 'none';
  const [text = '', sealed = ''] = shown.split('.');
  const [given, expected] = [Buffer.from(sealed), Buffer.from(await seal(keys, text))];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'failed';
  const open = now - Number.parseInt(text, 36);
  if (open >= GOOD_FOR) return 'none';
  return open < PEOPLE_NEED && visitorOf(request.ip) !== null ? 'failed' : 'passed';
}
