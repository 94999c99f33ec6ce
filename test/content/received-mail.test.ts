import { describe, expect, test } from 'vitest';
import { checkDkimHeaders } from '../../shared/content/received-mail.ts';
import { receivedMail } from './received-mails.ts';

describe('P-03 a canary mail as it arrived', () => {
  test('is well where our own signature covers both list headers', () => {
    expect(checkDkimHeaders(receivedMail())).toEqual({
      from: 'news.acme.example',
      signatures: [
        {
          domain: 'news.acme.example',
          covers: ['from', 'to', 'subject', 'mime-version', 'list-unsubscribe', 'list-unsubscribe-post'],
        },
        { domain: 'amazonses.com', covers: ['from', 'to', 'subject', 'feedback-id'] },
      ],
      faults: [],
    });
  });

  test('is read with bare line feeds too, and only down to its body', () => {
    const raw = receivedMail().replaceAll('\r\n', '\n');
    expect(checkDkimHeaders(`${raw}\n\nDKIM-Signature: d=other.example`).faults).toEqual([]);
  });

  test('may be signed for the domain above its sender', () => {
    expect(checkDkimHeaders(receivedMail({ signer: 'acme.example' })).faults).toEqual([]);
  });

  test.each([
    [{ covers: 'From:To:Subject:List-Unsubscribe' }, 'does not cover list-unsubscribe-post (h=)'],
    [{ covers: 'From:To:Subject' }, 'does not cover list-unsubscribe and list-unsubscribe-post (h=)'],
    [
      { signer: 'other.example' },
      'no signature is of the domain that the mail comes from: signed for other.example, amazonses.com',
    ],
    [{ signer: 'example' }, 'no signature is of the domain that the mail comes from'],
    [{ post: null }, 'List-Unsubscribe-Post is not there once'],
    [{ post: 'yes' }, 'List-Unsubscribe-Post is not there once as List-Unsubscribe=One-Click'],
    [{ unsubscribe: null }, 'List-Unsubscribe is there 0 times'],
    [{ unsubscribe: '<mailto:stop@acme.example>, <https://links.acme.example/u/1>' }, 'is not one https address'],
    [{ from: 'nobody' }, 'From cannot be read'],
  ])('with %j is not', (differs, fault) => {
    expect(checkDkimHeaders(receivedMail(differs)).faults.join('\n')).toContain(fault);
  });

  test('without any signature is not', () => {
    const raw = receivedMail().replaceAll('DKIM-Signature', 'X-Was-A-Signature');
    expect(checkDkimHeaders(raw).faults).toEqual(['there is no DKIM-Signature']);
  });

  test('that is no mail at all has every fault, and no throw', () => {
    expect(checkDkimHeaders('').faults.length).toBeGreaterThan(2);
    expect(checkDkimHeaders('%PDF-1.7\u0000: \n\n').from).toBeNull();
  });
});
