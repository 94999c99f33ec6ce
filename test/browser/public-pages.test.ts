import '../functions/runtime/quiet-log.ts';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hourOf } from '../../shared/consent/sign-up-counts.ts';
import { DAY } from '../../shared/kernel/instants.ts';
import type { GatewayRequest } from '../functions/runtime/gateway-event.ts';
import { EMAIL, form, holds, REQUEST_ID, START, type WebWorld, webWorld } from '../functions/web/web-world.ts';
import { findingsOn, launchBrowser, openPage } from './pages-in-a-browser.ts';

let browser: Browser;
let world: WebWorld;
const links: Record<'confirm' | 'unsubscribe' | 'preferences' | 'notMe' | 'undo' | 'address', string> = {
  confirm: '',
  unsubscribe: '',
  preferences: '',
  notMe: '',
  undo: '',
  address: '',
};

beforeAll(async () => {
  browser = await launchBrowser();
  world = webWorld();
  await world.granted('c-1', ['news']);
  await world.asked('c-1');
  const request = { profileId: 'c-1', requestId: REQUEST_ID, expiresAt: START + DAY } as const;
  links.confirm = `/confirm/${await world.token({ purpose: 'confirm', ...request })}`;
  links.notMe = `/not-me/${await world.token({ purpose: 'not-me', ...request })}`;
  const undone = { purpose: 'undo', profileId: 'c-1', withdrawnAt: START, topics: ['news'], all: false } as const;
  links.undo = `/undo/${await world.token({ ...undone, expiresAt: START + DAY })}`;
  const address = { email: 'ann.new@example.net', hmac: 'hmac-of-new' };
  const evidence = { text: '', method: 'preferences-address', locale: 'en', form: null, ip: null, userAgent: null };
  const asked = {
    kind: 'address-requested',
    requestId: 'r-1',
    at: START,
    address,
    topics: ['news'],
    evidence,
  } as const;
  await world.apply('c-1', asked);
  links.address = `/address/${await world.token({ purpose: 'address', profileId: 'c-1', requestId: 'r-1', expiresAt: START + DAY })}`;
  links.preferences = `/preferences/${await world.token({ purpose: 'preferences', profileId: 'c-1', expiresAt: START + DAY })}`;
  links.unsubscribe = `/unsubscribe/${await world.token({ purpose: 'unsubscribe', profileId: 'c-1', topic: 'news', messageId: null })}`;
});

afterAll(() => browser.close());

const open = (context: BrowserContext, request: GatewayRequest) => openPage(context, world, request);

const shown: [string, () => GatewayRequest][] = [
  ['the sign-up form', () => ({ path: '/subscribe' })],
  ['a sign-up form with mistakes', () => ({ path: '/subscribe', query: 'locale=de', ...form({ email: 'x' }) })],
  ['an accepted sign-up', () => ({ path: '/subscribe', ...form({ email: EMAIL, topics: 'offers' }) })],
  ['the confirmation', () => ({ path: links.confirm })],
  ['the unsubscribe page', () => ({ path: links.unsubscribe })],
  ['the preferences', () => ({ path: links.preferences })],
  ['saved preferences', () => ({ path: links.preferences, ...form({ save: '1', topics: 'news' }) })],
  ['the undo page', () => ({ path: links.undo })],
  ['an undo that is too late', () => ({ path: links.undo, ...form({ confirm: '1' }) })],
  ['the page of a new address', () => ({ path: links.address })],
  ['not me', () => ({ path: links.notMe })],
  ['a page that does not exist', () => ({ path: '/nowhere' })],
];

describe('the public pages in a browser', () => {
  const looks = [
    { width: 360, colorScheme: 'dark' },
    { width: 1024, colorScheme: 'light' },
  ] as const;

  it.each(shown)('P-68 %s has no finding of WCAG 2.2 AA and fits 360 px, light and dark', async (_, request) => {
    for (const { width, colorScheme } of looks) {
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
      const { page } = await open(context, request());
      expect(await findingsOn(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await context.close();
    }
  });

  it('P-35, P-68 the question that a flood brings has no finding either, nor has its refusal', async () => {
    const flooded = webWorld();
    for (let one = 0; one < 31; one += 1) await flooded.signUps.count(hourOf(START));
    const context = await browser.newContext({ viewport: { width: 360, height: 800 }, javaScriptEnabled: true });
    const { page } = await openPage(context, flooded, { path: '/subscribe' });
    expect(await findingsOn(page)).toEqual([]);
    await page.fill('#email', EMAIL);
    await page.check('#topic-0');
    await Promise.all([page.waitForEvent('domcontentloaded'), page.press('#answer', 'Enter')]);
    expect(await page.getAttribute('#answer', 'aria-invalid')).toBe('true');
    expect(await findingsOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await context.close();
  });

  it('P-18 works without JavaScript and by keyboard alone, and posts only when the button is pressed', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const { page, asked } = await open(context, { path: links.unsubscribe });
    await page.mouse.move(100, 100);
    expect(asked).toEqual([`GET ${links.unsubscribe}`]);
    expect(await holds(world, 'c-1', 'news')).toBe(true);
    await page.locator('button').focus();
    await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')]);
    expect(asked).toEqual([`GET ${links.unsubscribe}`, `POST ${links.unsubscribe}`]);
    expect(await holds(world, 'c-1', 'news')).toBe(false);
    await context.close();
  });
});
