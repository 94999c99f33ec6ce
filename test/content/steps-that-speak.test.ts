import { describe, expect, test } from 'vitest';
import { stepContentFindings } from '../../shared/content/step-checks.ts';
import { formatFinding } from '../../shared/workspace/findings.ts';
import { parseWorkspace } from '../../shared/workspace/parse.ts';
import { knownFacts } from '../../shared/workspace/reference-checks.ts';
import { type Files, findingsOf as publishing, soundFiles, withChange } from './workspace-files.ts';

const CART = 'campaigns/cart.yaml';
const SETTINGS = 'settings.yaml';

/** Without the templates, which take most of a publication's time. */
function findingsOf(files: Files): string[] {
  const { draft, findings } = parseWorkspace(files);
  const facts = knownFacts(draft);
  const inSteps = draft.campaigns.flatMap((campaign) => stepContentFindings(campaign, facts, draft.events));
  return [...findings, ...inSteps].map(formatFinding);
}

function stepped(step: string) {
  const files = withChange(CART, '  - send: cart', `  - ${step}\n  - send: cart`);
  return { ...files, [SETTINGS]: `${soundFiles[SETTINGS]}staff: { domains: [acme.example] }\n` };
}

const refused: readonly (readonly [string, string, string])[] = [
  ['a colleague without a mailbox', 'notify: { to: acme.example, subject: Look, text: Do }', 'is not a mail address'],
  [
    'a subject that is no Liquid',
    'notify: { to: b@acme.example, subject: "{% if profile.vip %}", text: Do }',
    'not valid Liquid',
  ],
  ['an unknown filter', 'notify: { to: b@acme.example, subject: Look, text: "{{ 1 | shout }}" }', 'filter `shout`'],
  ['an unknown fact', 'notify: { to: b@acme.example, subject: Look, text: "{{ customer.name }}" }', '`customer.name`'],
  ['a link', 'notify: { to: b@acme.example, subject: Look, text: "{{ links.unsubscribe }}" }', '`links.unsubscribe`'],
  [
    'a property that no sample has',
    'notify: { to: b@acme.example, subject: "{{ properties.totl }}", text: Do }',
    '`total`',
  ],
  [
    'a step that is not there',
    'notify: { to: b@acme.example, subject: "{{ steps.gone.outcome }}", text: Do }',
    '`steps.gone`',
  ],
  [
    'a fact that steps do not have',
    'notify: { to: b@acme.example, subject: "{{ steps.0.colour }}", text: Do }',
    '`steps.0.colour`',
  ],
  [
    'Liquid of an event that is none',
    'emit: { event: cart.told, properties: { a: { b: ["{% if %}"] } } }',
    'not valid Liquid',
  ],
  [
    'a fact of an event that is none',
    'emit: { event: cart.told, properties: { a: "{{ brand.name }}" } }',
    '`brand.name`',
  ],
  ['more than an event holds', `emit: { event: cart.told, properties: { a: ${'x'.repeat(17_000)} } }`, 'at most 16384'],
  ['an address', 'set: { email: eve@evil.example }', 'cannot be set by a campaign'],
  ['an id', 'set: { profileId: c-1 }', 'says who somebody is'],
  ['a name that is none', 'set: { "first name": x }', 'no name of a trait'],
  ['a name of every object', 'set: { constructor: x }', 'no name of a trait'],
  ['no zone', 'set: { timeZone: Mars/Base }', 'an IANA zone'],
  ['no locale', 'set: { locale: 7 }', 'a locale such as'],
  ['Liquid of a trait that is none', 'set: { vip: "{{ profile.x | nope }}" }', 'filter `nope`'],
];

describe('steps that speak are refused at publication for', () => {
  test.each(refused)('%s', (_, step, words) => {
    const findings = findingsOf(stepped(step));
    expect(
      findings.filter((each) => each.startsWith(`${CART}:11:`) || each.startsWith(`${CART}:10:`)).join('\n'),
    ).toContain(words);
  });

  test.each([
    'consent.recorded',
    'consent.withdrawn',
    'subscription.requested',
    'preferences.changed',
    'profile.merged',
    'profile.erased',
    'flag.lifted',
    'ticket.closed',
    'heed.batch',
    'message.sent',
    'enrollment.ended',
    'segment.entered',
    'survey.answered',
    'address.suppressed',
    'Consent.Recorded',
  ])('publishing %s: a campaign may never raise permission, nor speak for heed', (type) => {
    expect(findingsOf(stepped(`emit: { event: ${type} }`)).join('\n')).toContain(`is \`${type}\`, which heed itself`);
  });
});

describe('steps that speak', () => {
  test.each([
    'notify: { to: bob@acme.example, subject: "{{ brand.name }} {{ properties.total }}", text: "{{ profile.email }}" }',
    'emit: { event: cart.told, properties: { id: "{{ properties.cartId }}", more: [ 1, { a: "{{ profile.vip }}" } ] } }',
    'set: { vip: true, timeZone: "{{ properties.cartId }}", locale: de-AT, plan: null }',
    'emit: { event: flag.set, properties: { flag: fraud, by: scoring } }',
  ])('may be %s', (step) => {
    expect(findingsOf(stepped(step))).toEqual([]);
  });
});

describe('own events for other systems', () => {
  const asking = (list: string) => ({ ...soundFiles, [SETTINGS]: `${soundFiles[SETTINGS]}publish: ${list}\n` });

  test('are named in settings.yaml', () => {
    expect(findingsOf(asking('[message.sent, consent.granted, segment.left]'))).toEqual([]);
  });

  test('are advised where a name is mistyped', () => {
    const [finding] = findingsOf(asking('[message.send]'));
    expect(finding).toContain("no event of heed's own; did you mean `message.sent`?");
  });

  test('are a list', () => {
    expect(findingsOf(asking('yes')).join('\n')).toContain("must be a list of heed's own events");
  });
});

test('publication asks about them', async () => {
  const findings = await publishing(stepped('emit: { event: consent.recorded }'));
  expect(findings).toEqual([expect.stringContaining('which heed itself gives a meaning')]);
});
