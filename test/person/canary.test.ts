import { expect, test } from 'vitest';
import { composeMail } from '../../shared/person/compose-mail.ts';
import { ann, campaign, consent, send, settings, template, templates, transactional, workspace } from './making.ts';
import { Story } from './story.ts';

const tracking = consent({ topic: null, purpose: 'tracking.email' });
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
const part = { subject: 's', preheader: 'p', html: '<html><body>{{ links.unsubscribe }}</body></html>', text: 't' };
const parts = { en: part, de: part };
const all = [template({ parts }), template({ id: 'order', class: 'transactional', parts }), ...templates.slice(3)];

/** The HTML of Ann's mail; `agrees`: to tracking. */
async function htmlFor(
  kind: 'marketing' | 'transactional',
  agrees: boolean,
  botCanaryWithin = 60_000,
): Promise<string> {
  const permission = { ...ann().permission, consents: agrees ? [consent(), tracking] : [consent()] };
  const content = {
    settings: { ...settings, permission: { ...settings.permission, botCanaryWithin } },
    topics: [{ id: 'offers', name: { en: 'Offers' }, description: {}, optIn: 'double' as const }],
    events: {},
    campaigns: [campaign(), transactional({ steps: [send('order')] })],
    templates: all,
    texts: {},
  };
  const given = workspace(content);
  const story = new Story(given, ann({ permission }));
  if (kind === 'marketing') story.cartLeft();
  else story.event('order.placed');
  const { person, message, now } = story;
  return (await composeMail({ person, message, workspace: given, content, links, now })).html;
}

test('P-24 only marketing to somebody who agreed to tracking carries the link for programs, on the domain of its links', async () => {
  expect(await htmlFor('marketing', true)).toContain('href="https://links.acme.example/canary"');
  expect(await htmlFor('marketing', false)).not.toContain('canary');
  expect(await htmlFor('transactional', true)).not.toContain('canary');
});

test('P-24 a house that wants no such link sets its time to nothing', async () => {
  expect(await htmlFor('marketing', true, 0)).not.toContain('canary');
});
