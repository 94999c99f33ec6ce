import { it } from 'vitest';
import { readFileSync, writeFileSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import { form, START, REQUEST_ID, webWorld } from '/work/main/test/functions/web/web-world.ts';
it('shots', async () => {
  const world = webWorld();
  await world.asked('c-1'); await world.granted('c-1', ['news']);
  const t = async (x: any) => world.token(x);
  const pages: Record<string, any> = {
    subscribe: { path: '/subscribe' },
    wrong: { path: '/subscribe', query: 'locale=de', ...form({ email: 'x' }) },
    accepted: { path: '/subscribe', ...form({ email: 'a@example.org', topics: 'offers' }) },
    confirm: { path: `/confirm/${await t({ purpose: 'confirm', profileId: 'c-1', requestId: REQUEST_ID, expiresAt: START + 1e6 })}` },
    unsubscribe: { path: `/unsubscribe/${await t({ purpose: 'unsubscribe', profileId: 'c-1', topic: 'news', messageId: null })}` },
    preferences: { path: `/preferences/${await t({ purpose: 'preferences', profileId: 'c-1', expiresAt: START + 1e6 })}` },
    saved: { path: `/preferences/${await t({ purpose: 'preferences', profileId: 'c-1', expiresAt: START + 1e6 })}`, ...form({ save: '1', topics: 'offers' }) },
    notme: { path: `/not-me/${await t({ purpose: 'not-me', profileId: 'c-1', requestId: REQUEST_ID, expiresAt: START + 1e6 })}` },
    missing: { path: '/nowhere' },
  };
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args, headless: true });
  const axe = readFileSync('/work/main/node_modules/axe-core/axe.min.js', 'utf8');
  for (const dark of [false, true]) for (const width of [360, 900]) {
    const ctx = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: dark ? 'dark' : 'light', bypassCSP: false });
    for (const [name, req] of Object.entries(pages)) {
      const answer = await world.send(req);
      const page = await ctx.newPage();
      const msgs: string[] = [];
      page.on('console', (m) => msgs.push(m.text()));
      await page.route('**/*', (r) => r.request().url().includes('favicon') ? r.fulfill({status:404}) : r.fulfill({ status: answer.statusCode!, headers: answer.headers as any, body: answer.body! }));
      await page.goto('http://links.example/' + name);
      const over = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      if (over) console.log('OVERFLOW', name, width);
      const result: any = await page.evaluate(axe + ';axe.run({runOnly:["wcag2a","wcag2aa","wcag21aa","wcag22aa","best-practice"]})');
      for (const v of result.violations) console.log(name, dark, width, v.id, v.nodes.map((n: any) => n.html + n.failureSummary).join('|'));
      if (msgs.length) console.log(name, msgs);
      await page.screenshot({ path: `/tmp/shot-${name}-${width}-${dark ? 'dark' : 'light'}.png`, fullPage: true });
      await page.close();
    }
  }
  await browser.close();
}, 120000);
