import { readFile } from 'node:fs/promises';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as launcher, type Page } from 'playwright-core';
import type { GatewayRequest } from '../functions/runtime/gateway-event.ts';
import type { WebWorld } from '../functions/web/web-world.ts';
import { unpackedBrowser } from './unpacked-browser.ts';

const ORIGIN = 'http://links.acme.example';

export async function launchBrowser(): Promise<Browser> {
  // In one process the whole browser ends with its first context.
  const args = chromium.args.filter((each) => each !== '--single-process');
  return launcher.launch({ executablePath: await unpackedBrowser(), args, headless: true });
}

/** The pages answer from this process: the browser asks for nothing else, and whatever it does ask for is told. */
export async function openPage(
  context: BrowserContext,
  world: WebWorld,
  request: GatewayRequest,
): Promise<{ page: Page; asked: string[] }> {
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

const RULES = '{ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }';
let axe: string | null = null;

/** Ids of the rules of WCAG 2.2 AA that the page breaks. */
export async function findingsOn(page: Page): Promise<string[]> {
  axe ??= await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
  const found = (await page.evaluate(`${axe};axe.run(${RULES})`)) as { violations: { id: string }[] };
  return found.violations.map((each) => each.id);
}
