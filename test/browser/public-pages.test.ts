import '../functions/runtime/quiet-log.ts';
import { readFile } from 'node:fs/promises';
import chromium from '@sparticuz/chromium';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromium as launcher } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '../../shared/kernel/instants.ts';
import type { GatewayRequest } from '../functions/runtime/gateway-event.ts';
import { EMAIL, form, holds, REQUEST_ID, START, type WebWorld, webWorld } from '../functions/web/web-world.ts';

const ORIGIN = 'http://links.acme.example';

let browser: Browser;
let axe: string;
let world: WebWorld;
const links: Record<'confirm' | 'unsubscribe' | 'preferences' | 'notMe', string> = {
  confirm: '',
  unsubscribe: '',
  preferences: '',
  notMe: '',
};

beforeAll(async () => {
  // In one process the whole browser ends with its first context.
  const args = chromium.args.filter((each) => each !== '--single-process');
  browser = await launcher.launch({
    executablePath: await chromium.executablePath(),
    args,
    headless: true,
  });
  axe = await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
  world = webWorld();
  await world.granted('c-1', ['news']);
  await world.asked('c-1');
  const request = { profileId: 'c-1', requestId: REQUEST_ID, expiresAt: START + DAY } as const;
  links.confirm = `/confirm/${await world.token({ purpose: 'confirm', ...request })}`;
  links.notMe = `/not-me/${await world.token({ purpose: 'not-me', ...request })}`;
  links.preferences = `/preferences/${await world.token({ purpose: 'preferences', profileId: 'c-1', expiresAt: START + DAY })}`;
  links.unsubscribe = `/unsubscribe/${await world.token({ purpose: 'unsubscribe', profileId: 'c-1', topic: 'news', messageId: null })}`;
});

afterAll(() => browser.close());

/** The pages answer from this process: the browser asks for nothing else, and whatever it does ask for is told. */
async function open(context: BrowserContext, request: GatewayRequest): Promise<{ page: Page; asked: string[] }> {
  const page = await context.newPage();
  const asked: string[] = [];
  let first: GatewayRequest | null = request;
  await page.route('**/*', async (route) => {
    const { pathname, search } = new URL(route.request().url());
    if (pathname === '/favicon.ico') return route.fulfill({ status: 404 });
    asked.push(`${route.request().method()} ${pathname}`);
    const body = route.request().postData();
    const typed: GatewayRequest = {
      method: route.request().method(),
      path: pathname,
      query: search.slice(1),
      headers: route.request().headers(),
      ...(body === null ? {} : { body }),
    };
    const answer = await world.send(first ?? typed);
    first = null;
    const headers = Object.fromEntries(
      Object.entries(answer.headers ?? {}).map(([name, value]) => [name, String(value)]),
    );
    return route.fulfill({ status: answer.statusCode ?? 0, headers, body: answer.body ?? '' });
  });
  await page.goto(`${ORIGIN}${request.path}?${request.query ?? ''}`);
  return { page, asked };
}

const shown: [string, () => GatewayRequest][] = [
  ['the sign-up form', () => ({ path: '/subscribe' })],
  ['a sign-up form with mistakes', () => ({ path: '/subscribe', query: 'locale=de', ...form({ email: 'x' }) })],
  ['an accepted sign-up', () => ({ path: '/subscribe', ...form({ email: EMAIL, topics: 'offers' }) })],
  ['the confirmation', () => ({ path: links.confirm })],
  ['the unsubscribe page', () => ({ path: links.unsubscribe })],
  ['the preferences', () => ({ path: links.preferences })],
  ['saved preferences', () => ({ path: links.preferences, ...form({ save: '1', topics: 'news' }) })],
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
      const rules = '{ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }';
      const found = (await page.evaluate(`${axe};axe.run(${rules})`)) as { violations: { id: string }[] };
      expect(found.violations.map((each) => each.id)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await context.close();
    }
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
