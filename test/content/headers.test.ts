import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodedWords } from '../../shared/content/encoded-words.ts';
import { headerProblems, marketingHeaders } from '../../shared/content/headers.ts';
import { encodedMailbox, parseMailbox } from '../../shared/content/mailbox.ts';
import type { Brand } from '../../shared/workspace/definitions.ts';

const brand: Brand = {
  name: 'Acme',
  legalName: 'Acme GmbH',
  postalAddress: 'Berlin',
  from: 'Acme <news@news.acme.example>',
  transactionalFrom: 'hello@acme.example',
  color: '#000',
};
const headers = (unsubscribeUrl: string, topicName = 'Offers') =>
  marketingHeaders({ brand, topicId: 'offers', topicName, unsubscribeUrl });

function decoded(text: string): string {
  return text
    .split(' ')
    .map((word) => Buffer.from(/^=\?UTF-8\?B\?(.*)\?=$/.exec(word)?.[1] ?? '', 'base64').toString())
    .join('');
}

describe('marketing headers', () => {
  test('are those of RFC 8058 and RFC 2919', () => {
    expect(headers('https://links.acme.example/unsubscribe/t')).toEqual([
      { name: 'List-Id', value: 'Acme Offers <offers.news.acme.example>' },
      { name: 'List-Unsubscribe', value: '<https://links.acme.example/unsubscribe/t>' },
      { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
    ]);
  });

  test('offer no mailto, which nobody would read (P-13)', () => {
    expect(JSON.stringify(headers('https://links.acme.example/unsubscribe/t'))).not.toContain('mailto');
    expect(() => headers('mailto:leave@acme.example')).toThrow('https');
    expect(() => headers('https://links.acme.example/t>, <mailto:leave@acme.example')).toThrow('https');
  });

  test('name each topic by a list of its own (P-15)', () => {
    const lists = ['offers', 'news', 'Club'].map(
      (topicId) =>
        marketingHeaders({ brand, topicId, topicName: 'Same', unsubscribeUrl: 'https://links.acme.example/t' })[0],
    );
    expect(lists.map((header) => header?.value)).toEqual([
      'Acme Same <offers.news.acme.example>',
      'Acme Same <news.news.acme.example>',
      'Acme Same <club.news.acme.example>',
    ]);
  });

  test('allow plain http on this machine only', () => {
    expect(headers('http://127.0.0.1:8080/unsubscribe/t')[1]?.value).toBe('<http://127.0.0.1:8080/unsubscribe/t>');
    expect(headers('http://localhost:8080/unsubscribe/t')).toHaveLength(3);
    expect(() => headers('http://links.acme.example/unsubscribe/t')).toThrow('https');
    expect(() => headers('http://127.0.0.1.evil.example/t')).toThrow('https');
  });

  test('refuse what is not exactly one address', () => {
    for (const url of [
      'mailto:stop@acme.example',
      'https://a.example/t>, <https://b.example/t',
      'https://a.example/t\r\nBcc: x',
      '',
      'https://a.example/ t',
    ]) {
      expect(() => headers(url), url).toThrow();
    }
  });

  test('survive every topic name (P-86)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (topicName) => {
        expect(headerProblems(headers('https://links.acme.example/unsubscribe/t', topicName))).toEqual([]);
      }),
    );
  });
});

describe('header problems', () => {
  const fields = (name: string, value: string) => headerProblems([{ name, value }]).map((problem) => problem.field);

  test('name line breaks, foreign letters, lengths and doubles', () => {
    expect(fields('X-A', 'fine')).toEqual([]);
    expect(fields('X-A', 'a\r\nBcc: b')).toEqual(['X-A']);
    expect(fields('X-A', 'ü')).toEqual(['X-A']);
    expect(fields('X A', 'a')).toEqual(['name']);
    expect(fields('X:', 'a')).toEqual(['name']);
    expect(fields('', 'a')).toEqual(['name']);
    expect(fields('X', 'a'.repeat(995))).toEqual([]);
    expect(fields('X', 'a'.repeat(996))).toEqual(['X']);
    expect(fields('XX', 'a'.repeat(995))).toEqual(['XX']);
    expect(fields('X'.repeat(127), 'a')).toHaveLength(1);
    expect(
      headerProblems([
        { name: 'X', value: 'a' },
        { name: 'x', value: 'b' },
      ]),
    ).toHaveLength(1);
    expect(headerProblems(Array.from({ length: 16 }, (_, index) => ({ name: `X-${index}`, value: 'a' })))).toHaveLength(
      1,
    );
  });
});

describe('encoded words (RFC 2047)', () => {
  test('leave ASCII alone and give everything else back letter by letter', () => {
    expect(encodedWords('Acme News')).toBe('Acme News');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const line = `ü${text}`.replace(/[\r\n]+/g, ' ');
        const encoded = encodedWords(line);
        expect(encoded).toMatch(/^[\x20-\x7e]+$/);
        expect(Math.max(...encoded.split(' ').map((word) => word.length))).toBeLessThanOrEqual(75);
        expect(decoded(encoded)).toBe(line);
      }),
    );
  });
});

describe('a sender', () => {
  test.each([
    ['news@acme.example', 'news@acme.example'],
    ['Acme <news@ACME.example>', 'Acme <news@acme.example>'],
    ['Acme, Inc. <news@acme.example>', '"Acme, Inc." <news@acme.example>'],
    ['"Acme, Inc." <news@acme.example>', '"Acme, Inc." <news@acme.example>'],
    ['Rösterei <news@acme.example>', '=?UTF-8?B?UsO2c3RlcmVp?= <news@acme.example>'],
    ['Acme <news@bücher.example>', 'Acme <news@xn--bcher-kva.example>'],
  ])('%s goes to SES as %s', (text, encoded) => {
    expect(encodedMailbox(text)).toBe(encoded);
  });

  test.each([
    'Acme',
    'jörg@acme.example',
    'a@b',
    'Acme <a@acme.example>\nBcc: x',
    'a@acme.example, b@acme.example',
    '',
  ])('%j is refused', (text) => {
    expect(parseMailbox(text).ok).toBe(false);
  });
});
