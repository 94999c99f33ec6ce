import { describe, expect, test } from 'vitest';
import { type Files, findingsOf, soundFiles, withChange } from './workspace-files.ts';

const CART = 'campaigns/cart.yaml';
const EN = 'templates/cart/en.mjml';

const without = (file: string): Files =>
  Object.fromEntries(Object.entries(soundFiles).filter(([path]) => path !== file));
const withFile = (file: string, text: string): Files => ({ ...soundFiles, [file]: text });
const steps = (text: string) => withChange(CART, '  - send: cart', text);
const trigger = (text: string) => withChange(CART, 'event: cart.abandoned', text);
const campaign = (line: string) => withChange(CART, 'status: active\n', `status: active\n${line}\n`);
const body = (text: string) => withChange(EN, 'Total {{ properties.total }}', text);
const settings = (from: string, to: string) => withChange('settings.yaml', from, to);

const LAYOUT = (footer: string) => `<mjml><mj-body>
{{ content }}
<mj-section><mj-column><mj-text>${footer}</mj-text></mj-column></mj-section>
</mj-body></mjml>`;
const FOOTER = `{{ because }} {{ brand.legalName }} {{ brand.postalAddress }}
<a href="{{ links.unsubscribe }}">x</a> <a href="{{ links.preferences }}">y</a>`;

const HIDING =
  'x</mj-text></mj-column></mj-section><mj-raw><div style="display:none"></mj-raw><mj-section><mj-column><mj-text>y';
const betweenSections: Files = {
  ...soundFiles,
  [EN]: `---\nsubject: Hi\n---\n{% if profile.vip %}<mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section>{% endif %}\n`,
};

// What is wrong, the files, the beginning of the finding, and words that must be in it.
type Row = readonly [what: string, files: Files, place: string, ...words: string[]];
const rows: readonly Row[] = [
  // Syntax and schemas.
  // Events that are waited for.
  [
    '`sameKey` of a wait in a campaign without a key',
    {
      ...soundFiles,
      [CART]: `id: cart
status: active
topic: offers
trigger: { event: cart.abandoned }
steps:
  - waitFor: { event: order.placed, sameKey: properties.cartId, timeout: P1D }
  - send: cart
`,
    },
    `${CART}:`,
    '`steps[0].waitFor.sameKey` compares with `key`',
  ],
  [
    'a wait that asks for its run',
    steps('  - waitFor: { event: order.placed, timeout: P1D, where: { enrollment: { key: [a] } } }\n  - send: cart'),
    `${CART}:`,
    '`steps[0].waitFor.where.enrollment` never holds',
  ],
  // Links.
  [
    'P-02 an unsubscribe link behind somebody else',
    body('<a href="https://trk.example/r?u={{ links.unsubscribe }}">bye</a>'),
    `${EN}:`,
    '{{ links.unsubscribe }}',
    'P-02',
  ],
  ['a link that runs a program', body('<a href="javascript:alert(1)">x</a>'), `${EN}:`, '`javascript:`', 'mailto:'],
  [
    'YAML that does not parse',
    settings('locales: [en, de]', 'locales: [en, de'),
    'settings.yaml:8:1:',
    'not valid YAML',
  ],
  ['a key twice', campaign('status: draft'), 'campaigns/cart.yaml:3:1:', 'not valid YAML', 'unique'],
  ['no settings', without('settings.yaml'), 'settings.yaml:1:1:', 'is missing'],
  [
    'an unknown key',
    campaign('audiences: {}'),
    'campaigns/cart.yaml:3:1:',
    '`audiences` is not known here',
    'did you mean `audience`?',
  ],
  [
    'an unknown key in a block',
    settings('  name: Acme', '  nam: Acme'),
    'settings.yaml:2:3:',
    '`brand.nam`',
    'did you mean `name`?',
  ],
  [
    'a missing value',
    settings('  legalName: Acme GmbH\n', ''),
    'settings.yaml:1:1:',
    '`brand.legalName` is missing',
    'P-14',
  ],
  [
    'a word that is none of the allowed',
    withChange(CART, 'status: active', 'status: on'),
    'campaigns/cart.yaml:2:9:',
    '`status` must be one of `draft`',
  ],
  ['a percentage over 100', campaign('holdout: 110'), 'campaigns/cart.yaml:3:10:', '`holdout` must be a percentage'],
  [
    'a duration in words',
    campaign('sendWithin: 2 days'),
    'campaigns/cart.yaml:3:13:',
    '`sendWithin` is not a duration',
    'P3D',
  ],
  [
    'a duration in months',
    campaign('reentry: { after: P1M }'),
    'campaigns/cart.yaml:3:19:',
    '`reentry.after` is not a duration',
  ],
  [
    'a wait of nothing',
    steps('  - send: cart\n  - wait: PT0S'),
    'campaigns/cart.yaml:12:11:',
    '`steps[1].wait` is no time at all',
  ],
  ['an unknown zone', settings('Europe/Berlin', 'Europe/Berln'), 'settings.yaml:8:11:', 'not a time zone', 'P-90'],
  ['an offset as zone', settings('Europe/Berlin', '"+01:00"'), 'settings.yaml:8:11:', 'not a time zone'],
  ['an unknown locale', settings('[en, de]', '[en, german_de]'), 'settings.yaml:7:15:', 'not a locale'],
  ['quiet hours without zeros', settings('"08:00"', '"8:00"'), 'settings.yaml:9:34:', 'not a time of day'],
  [
    'a sender that is no address',
    settings('Acme <news@news.acme.example>', 'Acme News'),
    'settings.yaml:5:9:',
    '`brand.from`',
    'not a mail address',
  ],
  ['a sender outside ASCII', settings('news@news', 'jörg@news'), 'settings.yaml:5:9:', 'P-85'],
  [
    'one sender for both classes',
    settings('hello@acme.example', 'news@news.acme.example'),
    'settings.yaml:6:22:',
    'P-15',
  ],
  [
    'no trigger',
    withChange(CART, '  event: cart.abandoned\n', ''),
    'campaigns/cart.yaml:4:1:',
    '`trigger` must have exactly one of `event`',
  ],
  ['a step that is none', steps('  - mail: cart'), 'campaigns/cart.yaml:11:5:', '`steps[0]` is not a step', '`send`'],
  [
    'no steps',
    withChange(CART, 'steps:\n  - send: cart', 'steps: []'),
    'campaigns/cart.yaml:10:1:',
    '`steps` is an empty list',
  ],
  [
    'another id than the file',
    withChange(CART, 'id: cart', 'id: basket'),
    'campaigns/cart.yaml:1:5:',
    'the file is called cart.yaml',
  ],
  [
    'a step id twice',
    steps('  - { id: a, send: cart }\n  - { id: a, wait: P1D }'),
    'campaigns/cart.yaml:12:11:',
    'another step has',
  ],
  [
    'a topic id twice',
    withFile('topics.yaml', `${soundFiles['topics.yaml']}${soundFiles['topics.yaml']}`),
    'topics.yaml:4:7:',
    'another topic has',
  ],
  ['a file that ends in yml', withFile('campaigns/x.yml', ''), 'campaigns/x.yml:1:1:', 'rename it to .yaml'],
  [
    'sameKey without a key',
    withChange(CART, '  key: properties.cartId\n', ''),
    'campaigns/cart.yaml:8:32:',
    'does not have: add `key: properties.cartId`',
  ],
  // What is not built yet, by name.
  [
    'waitFor without a time',
    steps('  - waitFor: { event: order.placed }'),
    'campaigns/cart.yaml:11:',
    '`steps[0].waitFor.timeout`',
  ],
  [
    'waitFor for an outcome of nothing',
    steps('  - waitFor: { outcome: clicked, timeout: P1D }'),
    'campaigns/cart.yaml:11:5:',
    'write `of`, the `id` of the send step',
  ],
  ['a branch without a way', steps('  - branch: []'), 'campaigns/cart.yaml:11:5:', 'is an empty list'],
  [
    'a split that loses people',
    steps('  - split: [{ percent: 50, then: [] }, { percent: 40, then: [] }]'),
    'campaigns/cart.yaml:11:',
    'does not add up to 100 percent',
  ],
  [
    'a step behind an exit',
    steps('  - exit: true\n  - send: reminder'),
    'campaigns/cart.yaml:12:',
    '`steps[1]` is never reached',
  ],
  [
    'a wait for no day',
    steps('  - wait: { until: { weekday: someday, at: "09:00" } }'),
    'campaigns/cart.yaml:11:',
    'is not a day of the week',
  ],
  [
    'a date outside the profile',
    trigger('date: { path: properties.end }'),
    'campaigns/cart.yaml:5:',
    'begins with `profile.`',
  ],
  ['a start on no day', campaign('starts: "2026-02-30"'), 'campaigns/cart.yaml:3:', 'is no moment'],
  [
    'a colleague who is none',
    steps('  - notify: { to: ann@elsewhere.example, subject: Hello, text: Look }'),
    'campaigns/cart.yaml:11:',
    'is no address of your staff',
  ],
  ['segments', withFile('events.yaml', 'segments:\n  gold: {}\n'), 'events.yaml:1:1:', '`segments` is not available'],
  [
    'mapped events',
    withFile('events.yaml', 'events:\n  invoice.failed:\n    from: { source: [x] }\n'),
    'events.yaml:3:5:',
    '`from` is not available',
  ],
  ['surveys', withFile('surveys.yaml', '- id: nps\n'), 'surveys.yaml:1:1:', 'surveys are not available'],
  // References and conditions.
  [
    'an unknown topic',
    withChange(CART, 'topic: offers', 'topic: ofers'),
    'campaigns/cart.yaml:3:8:',
    'did you mean `offers`?',
  ],
  [
    'marketing without topic',
    withChange(CART, 'topic: offers\n', ''),
    'campaigns/cart.yaml:1:1:',
    '`topic` is missing',
  ],
  ['an unknown template', steps('  - send: crat'), 'campaigns/cart.yaml:11:11:', 'did you mean `cart`?'],
  [
    'a template without one locale',
    without('templates/cart/de.mjml'),
    'templates/cart/de.mjml:1:1:',
    'no text in `de`',
  ],
  [
    'a topic without one locale',
    withChange('topics.yaml', ', de: Angebote', ''),
    'topics.yaml:2:3:',
    'no words in `de`',
  ],
  [
    'a locale without words',
    settings('[en, de]', '[en, de, eo]'),
    'templates/_system/texts/eo.yaml:1:1:',
    'no words of its own in `eo`',
  ],
  [
    'an invalid pattern',
    withChange(CART, '[DE, AT]', 'DE'),
    'campaigns/cart.yaml:8:',
    '`audience` is not a valid pattern',
  ],
  [
    'a pattern about nothing',
    withChange(CART, '{ profile: {', '{ customer: {'),
    'campaigns/cart.yaml:8:13:',
    '`audience` asks for `customer`, which no fact provides',
  ],
  [
    'a pattern with dotted names',
    withChange(CART, '{ profile: { country: [DE, AT] } }', '{ profile.country: [DE] }'),
    'campaigns/cart.yaml:8:13:',
    'write it nested, as profile: { country: … }',
  ],
  [
    'a consent to no topic',
    withChange(CART, '{ profile: { country: [DE, AT] } }', '{ consents: { news: [granted] } }'),
    'campaigns/cart.yaml:8:25:',
    '`news`, which topics.yaml does not have',
  ],
  [
    'a segment in a condition',
    withChange(CART, '{ profile: { country: [DE, AT] } }', '{ segments: { gold: [true] } }'),
    'campaigns/cart.yaml:8:25:',
    'segments are not available',
  ],
  [
    'a counter nobody keeps',
    withChange(CART, '{ profile: { country: [DE, AT] } }', '{ events: { page.viewed: { count: [1] } } }'),
    'campaigns/cart.yaml:8:38: warning:',
    'remember: true',
  ],
  ['opens as trigger', trigger('event: message.opened'), 'campaigns/cart.yaml:5:10:', 'P-20'],
  [
    'opens as condition',
    withChange(CART, '{ profile: { country: [DE, AT] } }', '{ steps: { "0": { outcome: [opened] } } }'),
    'campaigns/cart.yaml:8:29:',
    'P-20',
  ],
  [
    'a send that the night outlives',
    campaign('sendWithin: PT6H'),
    'campaigns/cart.yaml:3:13: warning:',
    'quiet hours (11 h)',
  ],
  [
    'a marketing template in a transactional campaign',
    withChange(CART, 'topic: offers', 'class: transactional'),
    'campaigns/cart.yaml:11:11:',
    'P-53',
  ],
  [
    'a transactional template in a marketing campaign',
    withChange(EN, '---\n<mj', 'class: transactional\n---\n<mj'),
    'campaigns/cart.yaml:11:11:',
    'P-53',
  ],
  [
    'a holdout of a transactional campaign',
    withChange(CART, 'topic: offers', 'class: transactional\nholdout: 10'),
    'campaigns/cart.yaml:4:1:',
    'leave it out',
  ],
  [
    'a reply address that is none',
    steps('  - send: { template: cart, replyTo: club }'),
    'campaigns/cart.yaml:11:38:',
    '`steps[0].send.replyTo` is not a mail address',
  ],
  // Templates.
  ['no front matter', withFile(EN, '<mj-section />'), 'templates/cart/en.mjml:1:1:', 'has no front matter'],
  [
    'no subject',
    withChange(EN, 'subject: "Your cart, {{ profile.firstName }}"', 'preheader: x'),
    'templates/cart/en.mjml:2:1:',
    '`subject` is missing',
  ],
  [
    'Liquid that does not close',
    body('Total {{ properties.total'),
    'templates/cart/en.mjml:5:18:',
    'not valid Liquid',
    'not closed',
  ],
  [
    'an unknown Liquid filter',
    body('{{ properties.total | mony }}'),
    'templates/cart/en.mjml:5:12:',
    'the Liquid filter `mony`',
    'did you mean `money`?',
  ],
  ['the raw filter', body('{{ properties.total | raw }}'), 'templates/cart/en.mjml:5:12:', 'always escaped'],
  [
    'a Liquid tag that reads files',
    body("{% include 'x' %}"),
    'templates/cart/en.mjml:5:12:',
    'the Liquid tag `include`',
  ],
  [
    'Liquid in the subject',
    withChange(EN, 'profile.firstName', 'profil.firstName'),
    'templates/cart/en.mjml:2:10:',
    '`profil.firstName`, which no fact provides',
    'did you mean `profile`?',
  ],
  [
    'a variable of no fact',
    body('{{ customer.name }}'),
    'templates/cart/en.mjml:5:15:',
    '`customer.name`, which no fact provides',
  ],
  [
    'a property that the sample lacks',
    body('{{ properties.totl }}'),
    'templates/cart/en.mjml:5:15:',
    '`properties.totl`',
    'did you mean `total`?',
  ],
  ['the link of SES', body('{{ amazonSESUnsubscribeUrl }}'), 'templates/cart/en.mjml:5:15:', 'P-89'],
  [
    'an MJML element that does not exist',
    body('x</mj-text><mj-txt>y</mj-txt><mj-text>'),
    'templates/cart/en.mjml:5:1:',
    'not valid MJML',
    'mj-txt',
  ],
  [
    'an attribute without quotes',
    body('<a href={{ properties.url }}>x</a>'),
    'templates/cart/en.mjml:5:12:',
    'without quotes',
  ],
  [
    'an include',
    body("x</mj-text><mj-include path='/etc/passwd' /><mj-text>"),
    'templates/cart/en.mjml:5:23:',
    'reads files',
  ],
  [
    'a whole document',
    withChange(EN, '<mj-section>', '<mjml><mj-body><mj-section>'),
    'templates/cart/en.mjml:4:1:',
    'a whole MJML document',
  ],
  [
    'Liquid between sections',
    betweenSections,
    'templates/cart/en.mjml:4:1:',
    '`{% if profile.vip %}` stands where MJML drops it',
    '<mj-raw>',
  ],
  ['a mail over 102 KB', body('x'.repeat(103 * 1024)), 'templates/cart/en.mjml:4:1: warning:', 'above 102 KB'],
  [
    'a template that runs for ever',
    body('{% for a in (1..9999) %}{% for b in (1..9999) %}{{ b }}{% endfor %}{% endfor %}'),
    'templates/cart/en.mjml:4:1:',
    'cannot be rendered',
    'limit',
  ],
  ['a footer hidden by the template', body(HIDING), 'templates/cart/en.mjml:4:1:', 'the unsubscribe link'],
  // Layouts.
  [
    'a layout without place for the mail',
    withFile('templates/_layout.mjml', LAYOUT(FOOTER).replace('{{ content }}', '')),
    'templates/_layout.mjml:1:1:',
    '{{ content }}',
  ],
  [
    'a layout without unsubscribe link',
    withFile('templates/_layout.mjml', LAYOUT(FOOTER.replace('{{ links.unsubscribe }}', '#'))),
    'templates/_layout.mjml:1:1:',
    'the unsubscribe link',
    'P-14',
  ],
  [
    'a layout without preferences',
    withFile('templates/_layout.mjml', LAYOUT(FOOTER.replace('{{ links.preferences }}', '#'))),
    'templates/_layout.mjml:1:1:',
    'the link to the preferences',
  ],
  [
    'a layout without postal address',
    withFile('templates/_layout.mjml', LAYOUT(FOOTER.replace('{{ brand.postalAddress }}', ''))),
    'templates/_layout.mjml:1:1:',
    'the postal address',
  ],
  [
    'a layout without legal name',
    withFile('templates/_layout.mjml', LAYOUT(FOOTER.replace('{{ brand.legalName }}', ''))),
    'templates/_layout.mjml:1:1:',
    'the legal name',
  ],
  [
    'a footer behind a condition',
    withFile('templates/_layout.mjml', LAYOUT(`{% if profile.vip %}${FOOTER}{% endif %}`)),
    'templates/_layout.mjml:1:1:',
    'the unsubscribe link',
  ],
  [
    'a hidden footer',
    withFile('templates/_layout.mjml', LAYOUT(`<div style="display:none">${FOOTER}</div>`)),
    'templates/_layout.mjml:1:1:',
    'the unsubscribe link',
  ],
  [
    'a transactional layout without the sender',
    withFile('templates/_layout-transactional.mjml', LAYOUT('bye')),
    'templates/_layout-transactional.mjml:1:1:',
    'the legal name of the sender',
    'P-27',
  ],
  [
    'a layout of a wrong element',
    withFile(
      'templates/_layout.mjml',
      LAYOUT(FOOTER).replace('<mj-text>', '<mj-txt>').replace('</mj-text>', '</mj-txt>'),
    ),
    'templates/_layout.mjml:3:1:',
    'mj-txt',
  ],
  [
    'a confirmation mail without its words',
    withFile(
      'templates/_system/confirmation/en.mjml',
      '---\nsubject: Hi\n---\n<mj-section><mj-column><mj-text>Hi</mj-text></mj-column></mj-section>',
    ),
    'templates/_system/confirmation/en.mjml:4:1:',
    'P-27',
  ],
  [
    'a text that heed does not have',
    withFile('templates/_system/texts/en.yaml', 'confirmButon: Yes'),
    'templates/_system/texts/en.yaml:1:1:',
    'did you mean `confirmButton`?',
  ],
];

describe('a wrong workspace is told what is wrong, where, and what to write', () => {
  const named = rows.map(([what, files, place, ...words]) => ({ what, files, place, words }));
  test.each(named)('$what', async ({ files, place, words }) => {
    const findings = await findingsOf(files);
    const found = findings.filter(
      (finding) => finding.startsWith(place) && words.every((each) => finding.includes(each)),
    );
    expect(found, findings.join('\n') || 'no finding').not.toEqual([]);
  });

  test('the sound workspace has no finding', async () => {
    expect(await findingsOf(soundFiles)).toEqual([]);
  });

  test('a fault of the layout is told once, not once a template', async () => {
    const findings = await findingsOf(withFile('templates/_layout.mjml', LAYOUT(FOOTER.replace('{{ because }}', ''))));
    expect(findings).toHaveLength(1);
  });

  test('wrong settings hide no fault of a template', async () => {
    const findings = await findingsOf({ ...body('{{ customer.name }}'), 'settings.yaml': '' });
    expect(findings.join('\n')).toContain('`customer.name`, which no fact provides');
  });

  test('all findings of all files come at once', async () => {
    const findings = await findingsOf({ ...soundFiles, 'campaigns/a.yaml': 'id: b\n', 'topics.yaml': 'x: 1\n' });
    expect(new Set(findings.map((finding) => finding.split(':')[0]))).toEqual(
      new Set(['campaigns/a.yaml', 'campaigns/cart.yaml', 'topics.yaml']),
    );
  });
});
