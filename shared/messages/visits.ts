import { CANARY_LINK } from '../events/feedback.ts';
import type { Instant } from '../kernel/instants.ts';
import type { PermissionSettings } from '../workspace/definitions.ts';
import type { Tracked } from './message.ts';

/** Programs that load pictures in the name of mail users: an open of theirs says little (P-21). In lower case, anywhere in the name. */
const imageProxies: readonly string[] = ['googleimageproxy', 'ggpht.com', 'yahoomailproxy'];

/** Programs that follow links before, or without, any human (P-24). In lower case, anywhere in the name. */
const scanners: readonly string[] = [
  'barracuda',
  'bingpreview',
  'bot/',
  'checkpoint',
  'cisco',
  'cloudmark',
  'crawler',
  'curl/',
  'fireeye',
  'forcepoint',
  'go-http-client',
  'headlesschrome',
  'java/',
  'mimecast',
  'okhttp',
  'phantomjs',
  'proofpoint',
  'python-requests',
  'python-urllib',
  'scanner',
  'sophos',
  'spider',
  'symantec',
  'trendmicro',
  'urlpreview',
  'wget',
  'zscaler',
];

function isOneOf(names: readonly string[], userAgent: string | null): boolean {
  const name = (userAgent ?? '').toLowerCase();
  return names.some((each) => name.includes(each));
}

interface Visit {
  readonly at: Instant;
  readonly userAgent: string | null;
}

type House = Pick<PermissionSettings, 'machineOpenWithin' | 'botClickWithin' | 'botClickBurst' | 'botCanaryWithin'>;

/** Before its delivery or within `within` of it. Visits settle before they are judged, so that a delivery is known by then. */
function isTooSoon(visit: Visit, { deliveredAt }: Tracked, within: number): boolean {
  return deliveredAt !== null && visit.at - deliveredAt <= within;
}

/**
 * P-21: Apple's Mail Privacy Protection loads every picture under exactly this name, proxies and whatever comes within seconds
 * are no human either. SES's own events carry no sign of a machine.
 */
export function isMachineOpen(visit: Visit, tracked: Tracked, house: House): boolean {
  if (visit.userAgent === 'Mozilla/5.0' || isOneOf(imageProxies, visit.userAgent)) return true;
  return isOneOf(scanners, visit.userAgent) || isTooSoon(visit, tracked, house.machineOpenWithin);
}

/**
 * P-24: the link that no human sees, soon after delivery, by a scanner's name, near a hit of that link, or two links of one message
 * within seconds.
 */
export function isBotClick(visit: Visit & { readonly link: string }, tracked: Tracked, house: House): boolean {
  if (visit.link === CANARY_LINK) return true;
  if (isOneOf(scanners, visit.userAgent) || isTooSoon(visit, tracked, house.botClickWithin)) return true;
  const near = (each: { readonly at: Instant }, within: number) => Math.abs(each.at - visit.at) <= within;
  if (tracked.clicks.some((each) => each.link === CANARY_LINK && near(each, house.botCanaryWithin))) return true;
  return tracked.clicks.some((each) => each.link !== visit.link && near(each, house.botClickBurst));
}
