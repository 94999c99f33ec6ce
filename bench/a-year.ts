/** `node bench/a-year.ts [people] [days] [carts]`: how long a year of the sample workspace takes on the local run; `carts` a person and year. */
import type { CostReport } from '../local/aws/costs.ts';
import { derivedNumber } from '../shared/kernel/ids.ts';
import { DAY, HOUR, type Instant, isoInstant } from '../shared/kernel/instants.ts';
import { type CompanyEvent, type RunningHeed, startLocalRun } from '../test/flows/local-run.ts';

const PEOPLE = Number(process.argv[2] ?? 200);
const DAYS = Number(process.argv[3] ?? 365);
const CARTS = Number(process.argv[4] ?? 10);

/** Chance without a dice: the same year in every run. */
const outOf = (count: number, ...names: readonly (string | number)[]) => derivedNumber(count, ...names.map(String));
const ids = Array.from({ length: PEOPLE }, (_, n) => `y-${n}`);
const day = (at: Instant) => isoInstant(at).slice(0, 10);

/** Somebody with a birthday; every third is in the Coffee Club, whose contract ends within the year. */
function joins(profileId: string, now: Instant): CompanyEvent {
  const [month, date] = [1 + outOf(12, profileId, 'month'), 1 + outOf(28, profileId, 'date')];
  const two = (part: number) => String(part).padStart(2, '0');
  const isMember = outOf(3, profileId, 'member') === 0;
  const end = day(now + (8 + outOf(350, profileId, 'end')) * DAY);
  const contracts = [{ contractId: `${profileId}-1`, plan: 'Coffee Club 500 g', end, url: 'https://www.acme.example' }];
  return {
    type: 'consent.recorded',
    profileId,
    properties: {
      topics: isMember ? ['offers', 'contract-news'] : ['offers'],
      basis: 'express-doi',
      grantedAt: isoInstant(now - DAY),
      method: 'web-form',
      text: 'Yes, Acme may write to me by email.',
      source: 'shop database',
    },
    traits: {
      email: `${profileId}@example.org`,
      firstName: 'Ann',
      locale: outOf(2, profileId, 'locale') === 0 ? 'de' : 'en',
      timeZone: 'Europe/Berlin',
      country: 'DE',
      birthday: `19${60 + outOf(40, profileId, 'year')}-${two(month)}-${two(date)}`,
      ...(isMember ? { contracts } : {}),
    },
  };
}

/** What one person does on one day: some carts a year, of which six in ten are ordered. */
function happenings(profileId: string, n: number, end: Instant): CompanyEvent[] {
  if (CARTS === 0 || outOf(Math.floor(365 / CARTS), profileId, 'cart', n) > 0) return [];
  const at = end - DAY + 7 * HOUR + outOf(12 * 60, profileId, 'at', n) * 60_000;
  const cartId = `${profileId}-${n}`;
  const items = [{ sku: 'brazil-1000', name: 'Brazil Cerrado, 1 kg', price: 29.9 }];
  const cart = { cartId, total: 29.9, url: 'https://www.acme.example/cart', items };
  const event = (type: string, minutes: number, properties: object): CompanyEvent => ({
    type,
    profileId,
    eventId: `${cartId}-${type}-${minutes}`,
    occurredAt: isoInstant(at + minutes * 60_000),
    properties: { ...properties },
  });
  const updates = [event('cart.updated', 0, cart), event('cart.updated', 4, cart)];
  const ordered = event('order.placed', 30, { orderId: `o-${cartId}`, cartId, total: 29.9, items });
  return outOf(10, profileId, 'order', n) < 6 ? [...updates, ordered] : updates;
}

async function liveAYear(heed: RunningHeed): Promise<{ events: number; put: number; moved: number }> {
  let [events, put, moved] = [0, 0, 0];
  const post = async (given: readonly CompanyEvent[]) => {
    const since = performance.now();
    await heed.putEvents(...given);
    put += performance.now() - since;
    events += given.length;
  };
  const start = Date.parse(await heed.now());
  await post(ids.map((profileId) => joins(profileId, start)));
  for (let n = 1; n <= DAYS; n += 1) {
    const since = performance.now();
    const end = Date.parse(await heed.advanceTo(isoInstant(start + n * DAY)));
    moved += performance.now() - since;
    await post(ids.flatMap((profileId) => happenings(profileId, n, end)));
    if (n % 30 === 0)
      console.log(`day ${n}: ${((put + moved) / 1000).toFixed(1)} s, ${(await heed.inbox()).length} mails`);
  }
  return { events, put, moved };
}

const heed = await startLocalRun();
try {
  const { events, put, moved } = await liveAYear(heed);
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  console.log(`${PEOPLE} people, ${DAYS} days, ${events} events, ${(await heed.inbox()).length} mails`);
  console.log(`${seconds(put + moved)}: ${seconds(put)} putting events, ${seconds(moved)} moving the clock`);
  const { rows } = (await heed.control('GET', '/costs')).body as CostReport;
  console.log(rows.map(({ service, unit, quantity }) => `${service} ${unit} ${Math.round(quantity)}`).join(', '));
  console.log(`refused calls: ${JSON.stringify((await heed.control('GET', '/denied')).body)}`);
} finally {
  await heed.stop();
}
