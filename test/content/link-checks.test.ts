import { describe, expect, test } from 'vitest';
import { linkProblems, withSafeLinks } from '../../shared/content/link-checks.ts';

const anchor = (address: string) => `<p><a class="b" href="${address}">x</a></p>`;

describe('a link of a mail', () => {
  test.each([
    'https://www.acme.example/a?b=javascript:c',
    'http://acme.example',
    'mailto:hello@acme.example',
    'tel:+4930123',
    '#top',
    '/a/path:with-colon',
    '',
  ])('may lead to %j', (address) => {
    expect(linkProblems(anchor(address))).toEqual([]);
    expect(withSafeLinks(anchor(address))).toBe(anchor(address));
  });

  test.each(['javascript:alert(1)', ' JavaScript:alert(1)', 'java\tscript:alert(1)', 'data:text/html,x', 'vbscript:x'])(
    'leads nowhere when a value makes it %j',
    (address) => {
      expect(withSafeLinks(anchor(address))).toBe(anchor('#'));
      expect(linkProblems(anchor(address))).toHaveLength(1);
    },
  );

  test('P-02 of heed’s own stands alone', () => {
    expect(linkProblems(anchor('{{ links.unsubscribe }}'))).toEqual([]);
    expect(linkProblems(anchor('{{properties.url}}'))).toEqual([]);
    expect(linkProblems(anchor('https://trk.example/?u={{ links.preferences }}'))).toHaveLength(1);
    expect(linkProblems(anchor('{{ links.unsubscribe }}?from=mail'))).toHaveLength(1);
  });
});
