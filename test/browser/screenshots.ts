/** `node test/browser/screenshots.ts [folder]`: every public page as a picture, narrow and dark, wide and light. */
import { mkdir } from 'node:fs/promises';
import { DAY } from '../../shared/kernel/instants.ts';
import type { GatewayRequest } from '../functions/runtime/gateway-event.ts';
import { EMAIL, form, REQUEST_ID, START, webWorld } from '../functions/web/web-world.ts';
import { launchBrowser, openPage } from './pages-in-a-browser.ts';

const folder = process.argv[2] ?? '.local/screenshots';
await mkdir(folder, { recursive: true });
/** Each picture starts from the same person: what one shows must not depend on those before it. */
async function prepared() {
  const world = webWorld();
  await world.granted('c-1', ['news']);
  await world.wrote('c-1');
  await world.asked('c-1');
  return world;
}

const world = await prepared();
const request = { profileId: 'c-1', requestId: REQUEST_ID, expiresAt: START + DAY } as const;
const preferences = `/preferences/${await world.token({ purpose: 'preferences', profileId: 'c-1', expiresAt: START + DAY })}`;
const unsubscribe = `/unsubscribe/${await world.token({ purpose: 'unsubscribe', profileId: 'c-1', topic: 'news', messageId: null })}`;
const confirm = `/confirm/${await world.token({ purpose: 'confirm', ...request })}`;
const undo = `/undo/${await world.token({ purpose: 'undo', profileId: 'c-1', withdrawnAt: START, topics: [], all: false, expiresAt: START + DAY })}`;

const shots: readonly (readonly [string, GatewayRequest])[] = [
  ['subscribe', { path: '/subscribe' }],
  ['subscribe-wrong', { path: '/subscribe', query: 'locale=de', ...form({ email: 'x' }) }],
  ['subscribe-done', { path: '/subscribe', ...form({ email: EMAIL, topics: 'offers' }) }],
  ['confirm', { path: confirm }],
  ['preferences', { path: preferences }],
  ['preferences-de', { path: preferences, query: 'locale=de' }],
  [
    'preferences-wrong',
    { path: preferences, ...form({ save: '1', topics: 'news', with: 'days', hoursFrom: '22:00', hoursTo: '23:00' }) },
  ],
  ['preferences-saved', { path: preferences, ...form({ save: '1', topics: 'offers' }) }],
  ['preferences-paused', { path: preferences, ...form({ pause: '1', until: '2026-12-24' }) }],
  ['preferences-erase', { path: preferences, ...form({ 'personal-data': 'erase' }) }],
  ['preferences-stopped', { path: preferences, ...form({ all: 'stop' }) }],
  ['unsubscribe', { path: unsubscribe }],
  ['unsubscribe-done', { path: unsubscribe, ...form({ confirm: '1' }) }],
  ['undo', { path: undo }],
  ['not-me', { path: `/not-me/${await world.token({ purpose: 'not-me', ...request })}` }],
  ['nowhere', { path: '/nowhere' }],
];

const browser = await launchBrowser();
for (const [name, shown] of shots) {
  for (const { width, colorScheme } of [
    { width: 360, colorScheme: 'dark' },
    { width: 1024, colorScheme: 'light' },
  ] as const) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const { page } = await openPage(context, await prepared(), shown);
    await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    await context.close();
  }
}
await browser.close();
console.log(`${shots.length * 2} pictures are in ${folder}`);
