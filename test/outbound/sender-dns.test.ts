import type { Resolver } from 'node:dns/promises';
import { expect, test } from 'vitest';
import { nodeSenderDns } from '../../shared/outbound/sender-dns.dns.ts';

/** A resolver of another zone than the world's. */
function zone(answers: Readonly<Record<string, unknown>>): Resolver {
  const ask = async (name: string): Promise<unknown> => {
    const answer = answers[name];
    if (typeof answer === 'string') throw Object.assign(new Error(answer), { code: answer });
    return answer;
  };
  return { resolveTxt: ask, resolveCname: ask, resolveMx: ask } as unknown as Resolver;
}

test('P-87 records come with their parts put together, names in lower case and without their dot', async () => {
  const dns = nodeSenderDns(
    zone({
      a: [['v=spf1 ', 'include:amazonses.com']],
      b: ['K1.DKIM.amazonses.com.'],
      c: [{ exchange: 'MX.Example.' }],
    }),
  );
  expect(await dns.txt('a')).toEqual(['v=spf1 include:amazonses.com']);
  expect(await dns.cname('b')).toEqual(['k1.dkim.amazonses.com']);
  expect(await dns.mx('c')).toEqual(['mx.example']);
});

test.each([
  ['ENODATA', []],
  ['ENOTFOUND', []],
  ['ESERVFAIL', null],
  ['ETIMEOUT', null],
])('P-87 %s means %j', async (code, expected) => {
  expect(await nodeSenderDns(zone({ a: code })).txt('a')).toEqual(expected);
});
