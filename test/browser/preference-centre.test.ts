import '../functions/runtime/quiet-log.ts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chosenOf } from '../../shared/consent/preferences.ts';
import { DAY } from '../../shared/kernel/instants.ts';
import { form, holds, START, type WebWorld, webWorld } from '../functions/web/web-world.ts';
import { findingsOn, launchBrowser, openPage } from './pages-in-a-browser.ts';

let browser: Browser;
let context: BrowserContext;
let world: WebWorld;
let path: string;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  world = webWorld();
  await world.granted('c-1', ['offers', 'news']);
  await world.wrote('c-1');
  path = `/preferences/${await world.token({ purpose: 'preferences', profileId: 'c-1', expiresAt: START + DAY })}`;
});
afterEach(() => context.close());

async function open(javaScriptEnabled = false): Promise<{ page: Page; asked: string[] }> {
  context = await browser.newContext({ javaScriptEnabled, viewport: { width: 360, height: 800 } });
  return openPage(context, world, { path });
}

/** Presses what is focused and waits for the page that answers. */
async function submits(page: Page, press: () => Promise<void>): Promise<void> {
  await Promise.all([page.waitForEvent('domcontentloaded'), press()]);
}

const chosen = async () => chosenOf((await world.person('c-1'))?.preferences ?? {});

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('the preference centre %s', (_, javaScript) => {
  it('P-63 keeps what was chosen: topics, days, frequency, hours, and shows it again', async () => {
    const { page } = await open(javaScript);
    await page.getByLabel('News', { exact: true }).uncheck();
    await page.getByLabel('How often at most').selectOption('1/P7D');
    for (const day of ['Sat', 'Sun']) await page.getByLabel(day).uncheck();
    await page.getByLabel('from').selectOption('09:00');
    await page.getByLabel('to', { exact: true }).selectOption('18:00');
    await submits(page, () => page.getByRole('button', { name: 'Save' }).first().click());
    expect(await page.getByRole('status').textContent()).toContain('Your preferences are saved.');
    expect(await holds(world, 'c-1', 'news')).toBe(false);
    expect(await chosen()).toMatchObject({
      frequency: { max: 1, per: 'P7D' },
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      hours: { from: '09:00', to: '18:00' },
    });
    expect(await page.getByLabel('Sat').isChecked()).toBe(false);
  });

  it('P-65 pauses to a day and resumes', async () => {
    const { page } = await open(javaScript);
    await page.getByLabel('First day with mail again').fill('2026-12-24');
    await submits(page, () => page.getByRole('button', { name: 'Pause' }).click());
    expect(await page.getByRole('status').textContent()).toContain('December 24, 2026');
    expect((await chosen()).pausedUntil).toBe('2026-12-24');
    world.world.now += 1_000;
    await submits(page, () => page.getByRole('button', { name: 'Resume now' }).click());
    expect(await page.getByRole('button', { name: 'Pause' }).isVisible()).toBe(true);
  });

  it('P-43 stops everything with one press that needs no scrolling, and takes it back', async () => {
    const { page } = await open(javaScript);
    const button = page.getByRole('button', { name: 'Stop everything' });
    const box = await button.boundingBox();
    expect((box?.y ?? 999) + (box?.height ?? 0)).toBeLessThan(800);
    await submits(page, () => button.click());
    expect(await holds(world, 'c-1')).toBe(false);
    world.world.now += 1_000;
    await submits(page, () => page.getByRole('button', { name: 'Undo' }).click());
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('It is as it was before');
    world.world.now += 1_000;
    expect(await holds(world, 'c-1')).toBe(true);
  });

  it('P-26 comes back after stopping everything: by a confirmation, not by a tick', async () => {
    const { page } = await open(javaScript);
    await submits(page, () => page.getByRole('button', { name: 'Stop everything' }).click());
    expect(await page.getByText('You can come back at any time').isVisible()).toBe(true);
    await page.getByLabel('Offers', { exact: true }).check();
    await submits(page, () => page.getByRole('button', { name: 'Save' }).first().click());
    expect(world.queue).toMatchObject([{ topics: ['offers'] }]);
    expect(await holds(world, 'c-1')).toBe(false);
  });
});

describe('the preference centre', () => {
  it('P-18 posts nothing in 30 seconds without a press, whatever the mouse does', async () => {
    context = await browser.newContext();
    const { page, asked } = await openPage(context, world, { path });
    await page.clock.install();
    for (const spot of [10, 200, 400]) await page.mouse.move(spot, spot);
    await page.getByLabel('Offers', { exact: true }).focus();
    await page.clock.fastForward(30_000);
    await page.evaluate('new Promise((done) => requestAnimationFrame(done))');
    expect(asked).toEqual([`GET ${path}`]);
  });

  it('P-68 is filled in and saved by keyboard alone', async () => {
    const { page } = await open(true);
    const focused = () => page.evaluate('document.activeElement.value');
    for (let press = 0; press < 10 && (await focused()) !== 'news'; press += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await submits(page, () => page.keyboard.press('Enter'));
    expect(await holds(world, 'c-1', 'news')).toBe(false);
  });

  it('P-68 every target is at least 24 px', async () => {
    const { page } = await open(true);
    await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
    for (const target of await page.locator('button,select,input:not([type=hidden]),summary,a').all()) {
      const box = await target.boundingBox();
      expect(
        Math.min(box?.width ?? 0, box?.height ?? 0),
        await target.evaluate('(it) => it.outerHTML'),
      ).toBeGreaterThanOrEqual(24);
    }
  });

  const states: readonly (readonly [string, Record<string, string>])[] = [
    ['a page with mistakes', { save: '1', topics: 'offers', with: 'days', hoursFrom: '22:00', hoursTo: '23:00' }],
    ['a wrong pause', { pause: '1', until: '' }],
    ['a wrong address', { address: '1', email: 'x' }],
    ['a paused page', { pause: '1', until: '2026-12-24' }],
    ['a stale page', { save: '1', topics: 'offers', seen: 'x' }],
    ['a stopped page', { all: 'stop' }],
  ];
  it.each(states)('P-68 %s has no finding of WCAG 2.2 AA and fits 360 px, light and dark', async (_, fields) => {
    for (const [width, colorScheme] of [
      [360, 'dark'],
      [360, 'light'],
      [1024, 'light'],
      [1024, 'dark'],
    ] as const) {
      context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
      const { page } = await openPage(context, world, { path, ...form(fields) });
      await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
      expect(await findingsOn(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await context.close();
    }
  });
});
