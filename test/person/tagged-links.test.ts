import { expect, test } from 'vitest';
import { composeMail } from '../../shared/person/compose-mail.ts';
import type { LinkTags } from '../../shared/workspace/definitions.ts';
import { campaign, send, settings, template, templates, transactional, workspace } from './making.ts';
import { Story } from './story.ts';

const path = (name: string) => async () => `https://links.acme.example/${name}/token`;
const links = {
  unsubscribe: path('unsubscribe'),
  preferences: path('preferences'),
  confirm: path('confirm'),
  address: path('address'),
  notMe: path('not-me'),
  subscribe: path('subscribe'),
  export: path('export'),
};
const html = '<a href="https://acme.example/shop">Shop</a> <a href="{{ links.preferences }}">Preferences</a>';
const part = { subject: 's', preheader: 'p', html, text: 'Shop (https://acme.example/shop)' };
const parts = { en: part, de: part };
const all = [template({ parts }), template({ id: 'order', class: 'transactional', parts }), ...templates.slice(3)];

/** Where the links of Ann's mail lead. */
async function linksFor(kind: 'marketing' | 'transactional', utm: LinkTags | undefined): Promise<string[]> {
  const content = {
    settings: { ...settings, ...(utm === undefined ? {} : { links: { utm } }) },
    topics: [{ id: 'offers', name: { en: 'Offers' }, description: {}, optIn: 'double' as const }],
    events: {},
    campaigns: [campaign(), transactional({ steps: [send('order')] })],
    templates: all,
    texts: {},
  };
  const given = workspace(content);
  const story = new Story(given);
  if (kind === 'marketing') story.cartLeft();
  else story.event('order.placed');
  const { person, message, now } = story;
  const mail = await composeMail({ person, message, workspace: given, content, links, now });
  return [...`${mail.html} ${mail.text}`.matchAll(/https:[^\s")]+/g)].map(([address]) => address);
}

const utm = { source: 'heed', campaign: '{{ campaign.id }}', content: '{{ template.id }}', term: '{{ topic.id }}' };

test('web analysis learns which marketing mail somebody came from, and its own links stay what they are', async () => {
  const parameters = `utm_source=heed&utm_campaign=${campaign().id}&utm_content=${template({}).id}&utm_term=offers`;
  expect(await linksFor('marketing', utm)).toEqual([
    `https://acme.example/shop?${parameters.replaceAll('&', '&amp;')}`,
    'https://links.acme.example/preferences/token',
    `https://acme.example/shop?${parameters}`,
  ]);
});

test('transactional mail, and mail of a house that did not ask for it, says nothing', async () => {
  const plain = [
    'https://acme.example/shop',
    'https://links.acme.example/preferences/token',
    'https://acme.example/shop',
  ];
  expect(await linksFor('transactional', utm)).toEqual(plain);
  expect(await linksFor('marketing', undefined)).toEqual(plain);
});
