import { expect, test } from 'vitest';
import { workspaceOf } from '../../cli/simulate/workspaces.ts';
import { derivedNumber } from '../../shared/kernel/ids.ts';
import { DAY, HOUR, type Instant, isoInstant, MINUTE } from '../../shared/kernel/instants.ts';
import { consentRecorded, happen } from './flow-people.ts';
import { expectLived, foretold } from './foretold.ts';
import { type CompanyEvent, startLocalRun } from './local-run.ts';

const ids = Array.from({ length: 12 }, (_, n) => `year-${n}`);
const outOf = (count: number, ...names: readonly (string | number)[]) => derivedNumber(count, ...names.map(String));

/** A year of the sample's customers: birthdays, contracts that end, some carts, of which some are ordered. */
function year(start: Instant): CompanyEvent[] {
  const two = (part: number) => String(part).padStart(2, '0');
  const joins = ids.map((id): CompanyEvent => {
    const birthday = `19${60 + outOf(40, id, 'y')}-${two(1 + outOf(12, id, 'm'))}-${two(1 + outOf(28, id, 'd'))}`;
    const end = isoInstant(start + (20 + outOf(330, id, 'end')) * DAY).slice(0, 10);
    const contracts = [{ contractId: `${id}-1`, plan: 'Coffee Club 500 g', end, url: 'https://www.acme.example' }];
    const traits = { firstName: 'Ann', locale: 'de', timeZone: 'Europe/Berlin', country: 'DE', birthday, contracts };
    const said = consentRecorded(id, traits);
    return {
      ...said,
      properties: { ...said.properties, topics: ['offers', 'contract-news'] },
      occurredAt: isoInstant(start),
    };
  });
  const carts = ids.flatMap((id) =>
    Array.from({ length: 8 }, (_, n) => {
      const at = start + (3 + outOf(350, id, n)) * DAY + 7 * HOUR + outOf(600, id, n, 'at') * MINUTE + 30_000;
      const properties = {
        cartId: `${id}-${n}`,
        total: 30,
        url: 'https://www.acme.example',
        items: [{ sku: 'a', name: 'A', price: 30 }],
      };
      const cart = {
        type: 'cart.updated',
        profileId: id,
        eventId: `${id}-${n}-c`,
        occurredAt: isoInstant(at),
        properties,
      };
      const order = {
        ...cart,
        type: 'order.placed',
        eventId: `${id}-${n}-o`,
        occurredAt: isoInstant(at + 40 * MINUTE),
      };
      return outOf(10, id, n, 'order') < 5 ? [cart, order] : [cart];
    }).flat(),
  );
  return [...joins, ...carts].toSorted((a, b) => (String(a.occurredAt) < String(b.occurredAt) ? -1 : 1));
}

// Minutes of a machine: only in the long run.
test.runIf(process.env.HEED_LONG)(
  'a year of the sample workspace, foretold by the simulation, is what the local run then tells, message by message',
  async () => {
    const heed = await startLocalRun();
    try {
      const start = Math.ceil((Date.parse(await heed.now()) + MINUTE) / DAY) * DAY + 9 * HOUR + 30_000;
      const to = start + 365 * DAY;
      const events = year(start);
      const lines = await foretold(await workspaceOf('workspace', [], []), ids, events, { from: start, to });
      for (const [occurredAt, together] of Map.groupBy(events, (event) => event.occurredAt ?? '')) {
        if (Date.parse(occurredAt) > Date.parse(await heed.now())) await heed.advanceTo(occurredAt);
        await happen(heed, ...together);
      }
      await heed.advanceTo(isoInstant(to));
      const sent = [...lines.values()].flat().filter(({ words }) => words.startsWith('message.sent'));
      expect(sent.length).toBeGreaterThan(60);
      for (const id of ids) await expectLived(heed, id, lines.get(id) ?? []);
    } finally {
      await heed.stop();
    }
  },
  900_000,
);
