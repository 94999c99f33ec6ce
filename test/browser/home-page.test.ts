import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comingOf } from '../../local/home/coming.ts';
import { type HomePage, homePage } from '../../local/home/home-page.ts';
import { DAY, HOUR } from '../../shared/kernel/instants.ts';
import { newPerson } from '../../shared/person/person.ts';
import { findingsOn, launchBrowser } from './pages-in-a-browser.ts';

const NOW = Date.parse('2026-11-20T09:00:00Z');

const person = {
  ...newPerson('c-ann'),
  silences: [
    {
      campaign: 'cart-abandoned',
      trigger: 0,
      key: 'k-1',
      eventId: 'k-1-updated',
      type: 'cart.updated',
      occurredAt: NOW - HOUR,
      properties: {},
      dueAt: NOW + 2 * HOUR,
    },
  ],
  comingDates: [
    { campaign: 'contract-ending', trigger: 0, key: 'club-1', day: '2027-01-31', before: 'P30D', dueAt: NOW + DAY },
  ],
};

const page: HomePage = {
  now: NOW,
  origins: { home: 'http://h', aws: 'http://a', web: 'http://w', api: 'http://api' },
  mails: [],
  mailCount: 0,
  decisions: [],
  coming: [
    ...comingOf(person),
    { at: NOW + 11 * DAY, profileId: null, campaign: 'winter-roast', what: 'broadcast', about: 'The winter roast' },
  ],
  next: NOW + 2 * HOUR,
};

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe('the home page of a local run', () => {
  it('says without JavaScript what happens next, to whom and when, and breaks no rule of WCAG 2.2 AA', async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
    const shown = await context.newPage();
    await shown.setContent(homePage(page));
    expect(await shown.locator('script').count()).toBe(0);
    expect(await shown.locator('section', { hasText: 'Due next' }).locator('li').allInnerTexts()).toEqual([
      expect.stringMatching(/silence cart-abandoned for c-ann\s.*since cart\.updated of k-1[\s\S]*in 2 hours/),
      expect.stringMatching(/date contract-ending for c-ann\s.*P30D before 2027-01-31 of club-1[\s\S]*in 1 day/),
      expect.stringMatching(/broadcast winter-roast for its audience\s.*The winter roast[\s\S]*in 11 days/),
    ]);
    expect(await shown.getByRole('button', { name: 'to what is next, in 2 hours' }).count()).toBe(1);
    expect(await findingsOn(shown)).toEqual([]);
    await context.close();
  });
});
