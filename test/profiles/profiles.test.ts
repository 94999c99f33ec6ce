import { describe, expect, test } from 'vitest';
import { normalisedEmail, parseEmail } from '../../shared/profiles/address.ts';
import { resolveLocale } from '../../shared/profiles/locale.ts';
import { applyTraits, traitValues } from '../../shared/profiles/traits.ts';
import { isTimeZone, zoneOf } from '../../shared/profiles/zone.ts';

describe('a mail address', () => {
  test.each([
    ['ann@example.org', 'ann@example.org'],
    [' Ann.B+shop@Example.ORG ', 'Ann.B+shop@example.org'],
    ['ann@bücher.example', 'ann@xn--bcher-kva.example'],
    ["o'neil@example.co.uk", "o'neil@example.co.uk"],
  ])('%j is read as %s (P-85)', (text, email) => {
    expect(parseEmail(text)).toEqual({ ok: true, email });
  });

  test('P-85 with letters outside ASCII before the @ is refused, and told so', () => {
    expect(parseEmail('änn@example.org')).toMatchObject({ ok: false, reason: expect.stringContaining('P-85') });
  });

  test.each([
    '',
    'ann',
    '@example.org',
    'ann@',
    'ann@localhost',
    'ann@exa mple.org',
    'a b@example.org',
    'ann@@example.org',
    '.ann@example.org',
    'ann..b@example.org',
    'ann@example..org',
    'ann@-example.org',
    'ann@[127.0.0.1]',
    'ann@127.0.0.1',
    '"ann b"@example.org',
    'Ann <ann@example.org>',
    'ann@example.org, bob@example.org',
    'ann@example.org\r\nBcc: bob@example.org',
    `${'x'.repeat(65)}@example.org`,
  ])('%j is none, and the reason does not repeat it', (text) => {
    const parsed = parseEmail(text);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok && text !== '' && text !== 'ann') expect(parsed.reason).not.toContain(text);
  });

  test('P-52 is compared in lower case, with its plus tag', () => {
    expect(normalisedEmail('Ann+Shop@example.org')).toBe('ann+shop@example.org');
  });
});

describe('P-99 the locale', () => {
  test.each([
    ['de-AT', ['en', 'de', 'de-AT'], 'de-AT'],
    ['de-AT', ['en', 'de'], 'de'],
    ['de_AT', ['en', 'de'], 'de'],
    ['DE', ['en', 'de'], 'de'],
    ['fr', ['en', 'de'], 'en'],
    [undefined, ['de', 'en'], 'en'],
    ['fr', ['de'], null],
    ['de', [], null],
  ])('wanted %s of %j is %s: exact, then language, then default', (wanted, available, resolved) => {
    expect(resolveLocale(wanted, available, 'en')).toBe(resolved);
  });
});

describe('P-94 what is known of the zone', () => {
  test.each([
    ['Europe/Berlin', 'US', { known: 'zone', zones: ['Europe/Berlin'] }],
    [undefined, 'DE', { known: 'country' }],
    [undefined, 'FR', { known: 'zone', zones: ['Europe/Paris'] }],
    [undefined, 'jp', { known: 'zone', zones: ['Asia/Tokyo'] }],
    [undefined, 'US', { known: 'country' }],
    ['Mars/Base', 'JP', { known: 'zone', zones: ['Asia/Tokyo'] }],
    ['+02:00', undefined, { known: 'nothing', zones: [] }],
    [undefined, 'XX', { known: 'nothing' }],
    [7, { country: 'DE' }, { known: 'nothing' }],
    ['', '', { known: 'nothing' }],
  ])('of zone %j and country %j', (zone, country, knowledge) => {
    expect(zoneOf(zone, country)).toMatchObject(knowledge);
  });

  test('P-90 an offset is no zone', () => {
    expect(isTimeZone('Europe/Berlin')).toBe(true);
    expect(isTimeZone('+01:00')).toBe(false);
  });
});

describe('traits', () => {
  test('the later word wins, an older one that arrives late does not', () => {
    const now = applyTraits(applyTraits({}, { plan: 'paid' }, 2), { plan: 'free', name: 'Ann' }, 1);
    expect(traitValues(now)).toEqual({ plan: 'paid', name: 'Ann' });
  });

  test('a repeated word still moves its time: an older, different one must not win after it', () => {
    const said = applyTraits(applyTraits({}, { plan: 'paid' }, 1), { plan: 'paid' }, 3);
    expect(traitValues(applyTraits(said, { plan: 'free' }, 2))).toEqual({ plan: 'paid' });
  });

  test('of two words at one instant, such as those of one batch, the one that is taken last wins', () => {
    expect(traitValues(applyTraits(applyTraits({}, { plan: 'paid' }, 1), { plan: 'free' }, 1))).toEqual({
      plan: 'free',
    });
  });

  test('null is a word too', () => {
    expect(traitValues(applyTraits(applyTraits({}, { plan: 'paid' }, 1), { plan: null }, 2))).toEqual({ plan: null });
  });
});
