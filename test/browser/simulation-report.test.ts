import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Named } from '../../cli/simulate/outcome-text.ts';
import { reportPage } from '../../cli/simulate/page.ts';
import { DAY, isoInstant } from '../../shared/kernel/instants.ts';
import { simulation } from '../../simulation/simulation.ts';
import { campaign, event, NOON, workspace } from '../person/making.ts';
import { findingsOn, launchBrowser } from './pages-in-a-browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** Three weeks of carts; every third person never agreed. */
function outcome(name: string, days: number): Named {
  const one = simulation(workspace({ campaigns: [campaign({ id: 'cart' })] }), { from: NOON, assumedTopics: [] });
  for (let n = 0; n < days * 3; n += 1) {
    const [profileId, at] = [`c-${n}`, NOON + Math.floor(n / 3) * DAY];
    const email = `${profileId}@example.org`;
    const evidence = {
      basis: 'express-doi',
      method: 'web-form',
      text: 'Yes.',
      source: 'shop',
      grantedAt: isoInstant(at),
    };
    const agreed = { type: 'consent.recorded', properties: { topics: ['offers'], ...evidence } };
    const said = { traits: { email, timeZone: 'Europe/Berlin' }, address: { email, hmac: email } };
    const joined = event({
      ...(n % 3 === 0 ? { type: 'profile.updated' } : agreed),
      ...said,
      eventId: `j-${n}`,
      occurredAt: at,
    });
    one.take({ profileId, at, event: joined });
    const left = event({ eventId: `e-${n}`, occurredAt: at, properties: { cartId: `k-${n}`, total: 40 } });
    one.take({ profileId, at, event: left });
  }
  return { workspace: name, outcome: one.end(NOON + 21 * DAY) };
}

const one = outcome('workspace', 20);
const pages = { alone: reportPage([one]), 'side by side': reportPage([one, outcome('workspace-next', 10)]) };

async function withPage(scheme: 'light' | 'dark', html: string, look: (context: BrowserContext) => Promise<void>) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 400, height: 800 } });
  try {
    const page = await context.newPage();
    await page.setContent(html);
    await look(context);
  } finally {
    await context.close();
  }
}

for (const [name, html] of Object.entries(pages)) {
  for (const scheme of ['light', 'dark'] as const) {
    it(`a simulation's report, ${name}, can be read by everybody, in the ${scheme} too`, async () => {
      await withPage(scheme, html, async (context) => {
        const [page] = context.pages();
        if (!page) throw new Error('there is no page');
        expect(await findingsOn(page)).toEqual([]);
        // Nothing runs over the side of a telephone; charts scroll within themselves.
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
      });
    });
  }
}
