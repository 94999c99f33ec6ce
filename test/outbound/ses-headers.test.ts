import { describe, expect, test } from 'vitest';
import { encodedMailbox, unsendableHeader } from '../../shared/outbound/ses-headers.ts';

const header = (name: string, value: string) => ({ subject: 'Hello', headers: [{ name, value }] });

describe('headers before the call (P-86)', () => {
  test('lets the headers of a marketing mail pass', () => {
    const headers = [
      { name: 'List-Unsubscribe', value: `<https://links.example/unsubscribe/${'t'.repeat(300)}>` },
      { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
      { name: 'List-Id', value: 'Acme News <news.acme.example>' },
    ];
    expect(unsendableHeader({ subject: 'Grüße aus Köln', headers })).toBeNull();
  });

  test.each([
    ['a line break in a value', header('List-Id', 'a\r\nBcc: x'), 'List-Id'],
    ['a bare line feed', header('List-Id', 'a\nb'), 'List-Id'],
    ['letters outside ASCII', header('List-Id', 'Käse'), 'List-Id'],
    ['an empty value', header('List-Id', ''), 'List-Id'],
    ['a long value', header('List-Id', 'x'.repeat(996)), 'List-Id'],
    ['name and value too long together', header('X'.repeat(10), 'x'.repeat(990)), 'X'.repeat(10)],
    ['a colon in the name', header('List-Id:', 'x'), 'header 1'],
    ['a line break in the name', header('A\r\nB', 'x'), 'header 1'],
    ['a line break in the subject', { subject: 'a\r\nBcc: x', headers: [] }, 'Subject'],
    [
      'too many headers',
      { subject: 's', headers: Array.from({ length: 16 }, (_, n) => ({ name: `X-${n}`, value: 'x' })) },
      'header 16',
    ],
  ])('refuses %s and names the header only', (_, mail, expected) => {
    expect(unsendableHeader(mail)).toBe(expected);
  });
});

describe('mailboxes', () => {
  test.each(['Acme <news@acme.example>', 'news@acme.example', '"Acme, Inc." <news@acme.example>'])(
    'leaves %s as it is',
    (mailbox) => {
      expect(encodedMailbox(mailbox)).toBe(mailbox);
    },
  );

  test('encodes a name outside ASCII (RFC 2047)', () => {
    expect(encodedMailbox('Käse & Brot <news@acme.example>')).toBe('=?UTF-8?B?S8Okc2UgJiBCcm90?= <news@acme.example>');
    expect(encodedMailbox('"Käse" <news@acme.example>')).toBe('=?UTF-8?B?S8Okc2U=?= <news@acme.example>');
  });

  test('cuts a long name into words of at most 75 letters that decode on their own', () => {
    const name = '株式会社あおぞら通信販売サービス本部お客様係';
    const [words = ''] = encodedMailbox(`${name} <news@acme.example>`).split(' <');
    const parts = words.split(' ');
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(75);
    const decoded = parts.map((part) => Buffer.from(part.slice(10, -2), 'base64').toString()).join('');
    expect(decoded).toBe(name);
  });
});
