import { describe, expect, test } from 'vitest';
import { linkParameters, withLinkParameters } from '../../shared/content/link-tags.ts';
import { plainTextOf } from '../../shared/content/plain-text.ts';
import { type Files, findingsOf, soundFiles } from './workspace-files.ts';

const OWN = 'https://links.acme.example';

/** The address of the only link of a mail, in HTML and in text, after tagging. */
function tagged(href: string, parameters = 'utm_source=heed&utm_campaign=cart', rest = ''): readonly [string, string] {
  const html = `<p><a class="x" href="${href.replaceAll('&', '&amp;')}"${rest}>There</a></p>`;
  const mail = { subject: '', preheader: '', html, text: plainTextOf(html).replaceAll('&amp;', '&') };
  const done = withLinkParameters(mail, parameters, OWN);
  return [/href="([^"]*)"/.exec(done.html)?.[1] ?? '', /\((\S+)\)/.exec(done.text)?.[1] ?? ''];
}

const mail = { campaign: 'cart', template: 'cart-reminder', topic: 'offers', locale: 'de' };

describe('parameters of links', () => {
  test('say what the settings say of the mail, escaped, and leave out what says nothing', () => {
    const tags = {
      source: 'heed & co',
      medium: 'email',
      campaign: '{{ campaign.id }}-{{ locale }}',
      content: '{{ template.id }}',
    };
    expect(linkParameters(tags, mail)).toBe(
      'utm_source=heed%20%26%20co&utm_medium=email&utm_campaign=cart-de&utm_content=cart-reminder',
    );
    expect(linkParameters({ source: 'heed', campaign: '{{ campaign.id }}' }, { ...mail, campaign: null })).toBe(
      'utm_source=heed',
    );
  });

  test.each([
    ['https://acme.example', 'https://acme.example?utm_source=heed&utm_campaign=cart'],
    ['https://acme.example/a?b=1&c=ü', 'https://acme.example/a?b=1&c=ü&utm_source=heed&utm_campaign=cart'],
    ['https://acme.example/a?', 'https://acme.example/a?utm_source=heed&utm_campaign=cart'],
    ['http://acme.example/#part', 'http://acme.example/?utm_source=heed&utm_campaign=cart#part'],
  ])('come behind what %s asks for and before its fragment, in HTML and in text', (href, expected) => {
    expect(tagged(href)).toEqual([expected.replaceAll('&', '&amp;'), expected]);
  });

  test.each([
    ['links of its own domain', `${OWN}/preferences/t`, ''],
    ['links that SES may not rewrite', 'https://acme.example/x', ' ses:no-track'],
    ['links that have some of their own', 'https://acme.example/?utm_source=spring', ''],
    ['addresses of mail', 'mailto:club@acme.example', ''],
    ['telephone numbers', 'tel:+4930123', ''],
    ['places in the mail', '#top', ''],
  ])('leave alone %s', (_, href, rest) => {
    expect(tagged(href, undefined, rest)[0]).toBe(href);
  });

  test('change nothing where there are none', () => {
    expect(tagged('https://acme.example', '')).toEqual(['https://acme.example', 'https://acme.example']);
  });

  test.each([
    ['links: { utm: { campaign: "{{ profile.email }}" } }', '`profile.email`', 'nothing about a person'],
    ['links: { utm: { campaign: "{{ campaign.name }}" } }', '`campaign.name`', 'did you mean `campaign.id`?'],
    ['links: { utm: { campaign: "{{ campaign.id" } }', 'is not valid Liquid', 'not closed'],
  ])('%s is refused', async (line, ...words) => {
    const files: Files = { ...soundFiles, 'settings.yaml': `${soundFiles['settings.yaml']}${line}\n` };
    const findings = await findingsOf(files);
    const found = findings.filter(
      (each) => each.startsWith('settings.yaml:10:') && words.every((word) => each.includes(word)),
    );
    expect(found, findings.join('\n')).toHaveLength(1);
  });
});
