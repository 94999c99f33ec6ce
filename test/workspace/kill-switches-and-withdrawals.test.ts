import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../shared/kernel/instants.ts';
import { formatFinding } from '../../shared/workspace/findings.ts';
import { parseWorkspace } from '../../shared/workspace/parse.ts';

const SETTINGS = `brand:
  { name: Acme, legalName: Acme GmbH, postalAddress: Berlin, from: a@acme.example, transactionalFrom: b@acme.example }
`;

function parsed(settings = '', steps = '[ { send: hi } ]') {
  const { draft, findings } = parseWorkspace({
    'settings.yaml': `${SETTINGS}${settings}`,
    'topics.yaml': '- { id: offers, name: { en: Offers }, adultsOnly: true }\n- { id: news, name: { en: News } }\n',
    'templates/hi/en.mjml': '---\nsubject: Hi\n---\n<mj-section></mj-section>\n',
    'campaigns/c.yaml': `id: c\ntopic: offers\ntrigger: { event: x.happened }\nsteps: ${steps}\n`,
  });
  return { draft, findings: findings.map(formatFinding) };
}

test('P-104, P-105, P-106, P-107 settings take their house numbers where the file says nothing', () => {
  const { draft, findings } = parsed();
  expect(findings).toEqual([]);
  expect(draft.settings?.value).toMatchObject({
    permission: { ticketCooldown: DAY, ticketHoldsFor: 30 * DAY, flags: [], minimumAge: 18, consentAge: 16 },
    sending: { paused: false, topics: [], templates: [] },
  });
  expect(draft.topics.map((topic) => topic.adultsOnly)).toEqual([true, undefined]);
});

test('P-104, P-105, P-106, P-107 settings can be said', () => {
  const { draft, findings } = parsed(
    'permission: { ticketCooldown: PT1H, flags: [insolvency], minimumAge: 21, consentAge: 13 }\nsending: { paused: true, topics: [news], templates: [hi, _system/confirmation] }\n',
  );
  expect(findings).toEqual([]);
  expect(draft.settings?.value).toMatchObject({
    permission: { ticketCooldown: HOUR, flags: ['insolvency'], minimumAge: 21, consentAge: 13 },
    sending: { paused: true, topics: ['news'], templates: ['hi', '_system/confirmation'] },
  });
});

test.each([
  [
    'P-107 a switch of a topic that is none',
    'sending: { topics: [offer] }\n',
    'settings.yaml:3:21:',
    'did you mean `offers`',
  ],
  [
    'P-107 a switch of a template that is none',
    'sending: { templates: [ho] }\n',
    'settings.yaml:3:24:',
    'sending.templates[0]',
  ],
  [
    'P-107 a word instead of true or false',
    'sending: { paused: yes please }\n',
    'settings.yaml:3:20:',
    'true or false',
  ],
  [
    'P-104 an age of consent below that of the GDPR',
    'permission: { consentAge: 12 }\n',
    'settings.yaml:3:27:',
    'Art. 8',
  ],
  ['P-104 an age in words', 'permission: { minimumAge: adult }\n', 'settings.yaml:3:27:', 'whole years'],
])('%s is a finding', (_, settings, place, words) => {
  const [finding] = parsed(settings).findings;
  expect(finding).toContain(place);
  expect(finding).toContain(words);
});

test.each([
  ['one topic', '{ withdraw: offers }', ['offers']],
  ['a list', '{ withdraw: [offers, news, offers] }', ['offers', 'news']],
  ['a block', '{ withdraw: { topics: [news] } }', ['news']],
])('a `withdraw` step is written as %s', (_, step, topics) => {
  const { draft, findings } = parsed('', `[ { send: hi }, ${step} ]`);
  expect(findings).toEqual([]);
  expect(draft.campaigns[0]?.definition.steps[1]).toEqual({ type: 'withdraw', id: '1', topics });
});

test.each([
  ['a topic that is none', '{ withdraw: [news, offer] }', 'names `offer`'],
  ['no topic', '{ withdraw: [] }', '`steps[1].withdraw`'],
  ['more than it can do', '{ withdraw: offers, all: true }', 'all'],
])('a `withdraw` step with %s is a finding', (_, step, words) => {
  const [finding] = parsed('', `[ { send: hi }, ${step} ]`).findings;
  expect(finding).toContain('campaigns/c.yaml:4:');
  expect(finding).toContain(words);
});
