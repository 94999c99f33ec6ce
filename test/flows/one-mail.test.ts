import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeAll, describe, expect, test } from 'vitest';
import { cartAbandoned, consentRecorded, happen, linkIn, theMailOf, urlsIn } from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import type { RunningHeed } from './local-run.ts';
import { sharedRun } from './shared-run.ts';

let heed: RunningHeed;
beforeAll(async () => {
  heed = await sharedRun(flowWorkspace({ 'cart-abandoned': cartReminder }));
});

/** Everything a URL says, its token's parts decoded, in lower case. */
function decodedUrl(url: string): string {
  const parts = decodeURIComponent(url).split(/[/.?&=]/);
  return [url, decodeURIComponent(url), ...parts.map((part) => Buffer.from(part, 'base64url').toString('latin1'))]
    .join('\n')
    .toLowerCase();
}

describe('a cart left behind by somebody who asked for offers', () => {
  test('brings exactly one mail, in the language of the person', async () => {
    await happen(heed, consentRecorded('lang-de', { locale: 'de' }), consentRecorded('lang-en'));
    await happen(heed, cartAbandoned('lang-de'), cartAbandoned('lang-en'));
    expect(await theMailOf(heed, 'lang-de')).toMatchObject({
      subject: 'Ihr Warenkorb wartet',
      to: ['mail.lang-de@example.org'],
    });
    expect(await theMailOf(heed, 'lang-en')).toMatchObject({
      subject: 'Your cart is waiting',
      from: 'Acme News <news@news.acme.example>',
      replyTo: ['hello@acme.example'],
    });
  });

  test('comes also when the consent was put only a moment before, one call after the other', async () => {
    const people = Array.from({ length: 12 }, (_, index) => `in-turn-${index}`);
    for (const profileId of people) {
      await heed.putEvents(consentRecorded(profileId));
      await heed.putEvents(cartAbandoned(profileId));
    }
    await heed.quiet();
    const mailed = (await heed.inbox()).filter((mail) => mail.profileId?.startsWith('in-turn-'));
    expect(mailed.map((mail) => mail.profileId).sort()).toEqual(people.sort());
  });

  test('a locale that nobody wrote falls back to its language, then to the default (P-99)', async () => {
    await happen(heed, consentRecorded('lang-at', { locale: 'de-AT' }), consentRecorded('lang-fr', { locale: 'fr' }));
    await happen(heed, cartAbandoned('lang-at'), cartAbandoned('lang-fr'));
    expect((await theMailOf(heed, 'lang-at')).subject).toBe('Ihr Warenkorb wartet');
    expect((await theMailOf(heed, 'lang-fr')).subject).toBe('Your cart is waiting');
  });

  test('the mail carries one unsubscribe link and the one-click line in its headers (P-01, P-13, P-15)', async () => {
    await happen(heed, consentRecorded('headers'));
    await happen(heed, cartAbandoned('headers'));
    const { headers } = await theMailOf(heed, 'headers');
    expect(Object.keys(headers).sort()).toEqual(['List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post']);
    expect(headers['List-Id']).toMatch(/<offers\.news\.acme\.example>$/);
    expect(headers['List-Unsubscribe']).toMatch(/^<[^<>,\s]+>$/);
    expect(headers['List-Unsubscribe']?.slice(1)).toMatch(new RegExp(`^${heed.endpoints.web}/unsubscribe/`));
    expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
  });

  test('its tags are ids in the letters that SES allows, and it goes through the marketing configuration set (P-74)', async () => {
    await happen(heed, consentRecorded('tags.a:b_c'));
    await happen(heed, cartAbandoned('tags.a:b_c'));
    const { tags, configurationSet, tracking } = await theMailOf(heed, 'tags.a:b_c');
    expect(Object.keys(tags).sort()).toEqual(['address', 'class', 'profileId', 'sendId', 'template', 'topic']);
    for (const value of Object.values(tags)) expect(value).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
    expect(tags).toMatchObject({ class: 'marketing', topic: 'offers' });
    expect(tags['address']).not.toContain('mail');
    expect(configurationSet).toMatch(/marketing/);
    expect(tracking).toEqual({ opens: false, clicks: false });
  });

  test('its footer says why, and who sends it, in HTML and in text (P-14)', async () => {
    await happen(heed, consentRecorded('footer'));
    await happen(heed, cartAbandoned('footer'));
    const mail = await theMailOf(heed, 'footer');
    const html = mail.html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    for (const part of [html, mail.text.replace(/\s+/g, ' ')]) {
      expect(part).toMatch(/because you asked for Offers on 3 March 2026/i);
      expect(part).toContain('Acme GmbH');
      expect(part).toContain('Hauptstr. 1, 10969 Berlin');
    }
    expect(mail.html).toContain('/unsubscribe/');
    expect(mail.text).toContain('/unsubscribe/');
    expect(mail.html).toContain('/preferences/');
    expect(mail.text).toContain('/preferences/');
    expect(linkIn(mail, 'preferences')).toContain(heed.endpoints.web);
  });

  test('no URL of the mail tells who somebody is, in whatever encoding (P-29)', async () => {
    const canary = { email: 'zenobia.quux@canary-host.example', firstName: 'Zenobia', lastName: 'Quux' };
    await happen(heed, consentRecorded('c-4711', canary));
    await happen(heed, cartAbandoned('c-4711'));
    const mail = await theMailOf(heed, 'c-4711');
    expect(mail.html).toContain('Zenobia');
    const urls = urlsIn(mail);
    expect(urls.length).toBeGreaterThan(1);
    for (const url of urls) expect(decodedUrl(url)).not.toMatch(/zenobia|quux|canary/);
  });
});

describe('the other ways in', () => {
  test('heed.batch brings the same one mail a person', async () => {
    const people = ['batch-1', 'batch-2', 'batch-3'];
    const events = people.flatMap((id) => [consentRecorded(id), cartAbandoned(id)]);
    const bus = new EventBridgeClient(heed.aws);
    const Detail = JSON.stringify({ events });
    const entry = { EventBusName: heed.endpoints.busName, Source: 'acme.shop', DetailType: 'heed.batch', Detail };
    expect(await bus.send(new PutEventsCommand({ Entries: [entry] }))).toMatchObject({ FailedEntryCount: 0 });
    await heed.quiet();
    for (const id of people) expect((await theMailOf(heed, id)).subject).toBe('Your cart is waiting');
  });

  test('POST /api/events takes one event or an array, and answers 202 with their ids', async () => {
    const many = await heed.api('POST', '/api/events', [
      consentRecorded('api-1'),
      cartAbandoned('api-1', 'k-1', 'e-1'),
    ]);
    expect(many).toEqual({ status: 202, body: { ids: ['consent-offers-api-1', 'e-1'] } });
    await heed.quiet();
    expect((await theMailOf(heed, 'api-1')).subject).toBe('Your cart is waiting');
    const { eventId: _, ...anonymous } = consentRecorded('api-2');
    const one = await heed.api('POST', '/api/events', anonymous);
    expect(one).toEqual({ status: 202, body: { ids: [expect.stringMatching(/.+/)] } });
  });

  test('POST /api/events takes none of them when one is wrong, and names its field', async () => {
    const wrong = { ...cartAbandoned('api-3'), profileId: 'ann@example.org' };
    const answer = await heed.api('POST', '/api/events', [consentRecorded('api-3'), wrong]);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('[1].profileId');
    await heed.quiet();
    expect(await heed.profile('api-3')).toBeNull();
  });
});
