import { beforeAll, describe, expect, test } from 'vitest';
import { type MessageInput, renderMessage } from '../../shared/content/render.ts';
import type { ReleaseContent } from '../../shared/workspace/definitions.ts';
import { contentOf, sampleFiles, soundFiles } from './workspace-files.ts';

let content: ReleaseContent;
beforeAll(async () => {
  content = await contentOf(sampleFiles());
});

const links = {
  unsubscribe: 'https://links.acme.example/unsubscribe/t',
  preferences: 'https://links.acme.example/preferences/t',
};

function input(template: string, locale: string, over: Partial<MessageInput> = {}): MessageInput {
  const found = content.templates.find((each) => each.id === template);
  if (!found) throw new Error(`no template ${template}`);
  return {
    template: found,
    locale,
    brand: content.settings.brand,
    topic: content.topics[0],
    facts: {
      profile: { firstName: 'Ann' },
      properties: { total: 49.9, items: [{ name: 'Guji', price: 14.9 }], plan: 'Club', date: '2027-01-31' },
    },
    links,
    because: { grantedAt: Date.parse('2026-03-03T09:30:00Z') },
    timeZone: 'Europe/Berlin',
    texts: content.texts,
    ...over,
  };
}

describe('a marketing mail', () => {
  test('speaks English with money, dates and the reason in English', () => {
    const mail = renderMessage(input('cart-reminder', 'en'));
    expect(mail.subject).toBe('Ann, your cart is waiting');
    expect(mail.preheader).toBe('1 in your cart, €49.90 together.');
    expect(mail.text).toContain('- Guji, €14.90\n');
    expect(mail.text).toContain('You get this mail because you asked for Offers on 3 March 2026.');
    expect(mail.html).toContain('because you asked for Offers on 3 March 2026');
    expect(mail.html).toContain('<html lang="en"');
  });

  test('speaks German with money, dates and the reason in German', () => {
    const mail = renderMessage(input('cart-reminder', 'de'));
    expect(mail.subject).toBe('Ann, Ihr Warenkorb wartet');
    expect(mail.preheader).toBe('1 im Warenkorb, zusammen 49,90\u00a0€.');
    expect(mail.text).toContain('weil Sie am 3. März 2026 Angebote bestellt haben');
    expect(mail.text).toContain('Angebote abbestellen (https://links.acme.example/unsubscribe/t)');
  });

  test('tells the day of the consent in the zone of the person', () => {
    const grantedAt = Date.parse('2026-03-03T23:30:00Z');
    const day = (timeZone: string) =>
      /on (\d+ March)/.exec(renderMessage(input('welcome', 'en', { because: { grantedAt }, timeZone })).text)?.[1];
    expect([day('Europe/Berlin'), day('America/New_York')]).toEqual(['4 March', '3 March']);
  });

  test('tells a day without a time as that day, in every zone', () => {
    const mail = renderMessage(input('contract-ending', 'en', { timeZone: 'America/Los_Angeles' }));
    expect(mail.subject).toBe('Your Club ends on 31 January 2027');
  });

  test('leaves what is missing empty', () => {
    const mail = renderMessage(input('cart-reminder', 'de', { facts: {} }));
    expect(mail.subject).toBe('Hallo, Ihr Warenkorb wartet');
    expect(mail.text).not.toMatch(/undefined|null|NaN|\{\{|\{%|\[object/);
    expect(mail.html).not.toMatch(/undefined|NaN|\{\{|\{%|\[object/);
  });

  test('reaches no prototype and no inside of an object', async () => {
    const probe = await contentOf({
      ...soundFiles,
      'events.yaml': '',
      'templates/cart/en.mjml':
        '---\nsubject: "[{{ profile.constructor }}{{ profile.__proto__ }}{{ properties }}]"\n---\n<mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section>\n',
    });
    const template = probe.templates.find((each) => each.id === 'cart');
    expect(template && renderMessage({ ...input('welcome', 'en'), template }).subject).toBe('[]');
  });

  test('refuses a locale that the template lacks', () => {
    expect(() => renderMessage(input('welcome', 'fr'))).toThrow('no text in fr');
  });

  test('stops a template that its values would make run for ever', async () => {
    const loop =
      '{% for a in properties.items %}{% for b in properties.items %}{% for c in properties.items %}{{ c }}{% endfor %}{% endfor %}{% endfor %}';
    const probe = await contentOf({
      ...soundFiles,
      'templates/cart/en.mjml': `---\nsubject: Hi\n---\n<mj-section><mj-column><mj-text>${loop}</mj-text></mj-column></mj-section>\n`,
    });
    const template = probe.templates.find((each) => each.id === 'cart');
    const items = Array.from({ length: 1_000 }, () => 'x');
    const facts = { properties: { items } };
    expect(() => template && renderMessage({ ...input('welcome', 'en'), template, facts })).toThrow(/limit/);
  });
});

describe('the confirmation mail', () => {
  const request = {
    topics: ['Offers', 'Coffee Club news'],
    text: 'Yes, Acme may write to me.',
    requestedAt: Date.parse('2026-11-20T09:00:00Z'),
  };
  const confirmLinks = {
    confirm: 'https://links.acme.example/confirm/t',
    notMe: 'https://links.acme.example/not-me/t',
  };
  const confirmation = (locale: string) =>
    renderMessage(
      input('_system/confirmation', locale, {
        facts: {},
        links: confirmLinks,
        because: undefined,
        topic: undefined,
        request,
      }),
    );

  test('names sender, address, what, when, the exact words and both links (P-27)', () => {
    for (const locale of ['en', 'de']) {
      const mail = confirmation(locale);
      for (const part of [mail.html, mail.text]) {
        expect(part).toContain('Acme Coffee Roasters GmbH');
        expect(part).toContain('Lindenstraße 12, 10969 Berlin');
        expect(part).toContain('Coffee Club news');
        expect(part).toContain('2026');
        expect(part).toContain('Yes, Acme may write to me.');
        expect(part).toContain(confirmLinks.confirm);
        expect(part).toContain(confirmLinks.notMe);
      }
    }
  });

  test('says when in the words and the zone of the person', () => {
    expect(confirmation('en').text).toContain('On 20 November 2026 at 10:00, somebody asked Acme');
    expect(confirmation('de').text).toContain('Am 20. November 2026 um 10:00 hat jemand Acme');
  });

  test('has no picture, no tracking and no link but its two (P-22, P-27)', () => {
    const { html } = confirmation('en');
    expect(html).not.toContain('<img');
    const anchors = html.match(/<a\s[^>]*>/g) ?? [];
    expect(anchors).toHaveLength(2);
    for (const anchor of anchors) expect(anchor).toContain('ses:no-track');
  });
});

describe('a transactional mail', () => {
  test('has the sender and no unsubscribe link (P-15)', async () => {
    const probe = await contentOf({
      ...soundFiles,
      'campaigns/cart.yaml':
        'id: cart\nclass: transactional\ntrigger: { event: order.placed }\nsteps: [ { send: cart } ]\n',
      'templates/cart/en.mjml':
        '---\nsubject: Your order\nclass: transactional\n---\n<mj-section><mj-column><mj-text>Thank you</mj-text></mj-column></mj-section>\n',
      'templates/cart/de.mjml':
        '---\nsubject: Ihre Bestellung\nclass: transactional\n---\n<mj-section><mj-column><mj-text>Danke</mj-text></mj-column></mj-section>\n',
    });
    const template = probe.templates.find((each) => each.id === 'cart');
    const mail =
      template &&
      renderMessage({ ...input('welcome', 'en'), template, brand: probe.settings.brand, topic: undefined, links: {} });
    expect(mail?.text).toContain('Acme GmbH\nHauptstr. 1, Berlin');
    expect(mail?.text).toContain('It is not advertising');
    expect(mail?.html.toLowerCase()).not.toContain('unsubscribe');
  });
});
