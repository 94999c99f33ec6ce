import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpBotVerifier } from '../../shared/outbound/bot-verifier.ts';

const asked: string[] = [];
const answers: Readonly<Record<string, readonly [number, string]>> = {
  '/yes': [200, '{"success":true}'],
  '/no': [200, '{"success":false}'],
  '/broken': [200, 'yes'],
  '/fails': [500, '{"success":true}'],
};
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => {
    body += part;
  });
  request.on('end', () => {
    asked.push(body);
    const [status, text] = answers[request.url ?? ''] ?? [404, ''];
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  });
});
let origin = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test.each([
  ['/yes', true],
  ['/no', false],
  ['/broken', false],
  ['/fails', false],
  ['/nowhere', false],
])('P-35 a verifier at %s: %s', async (path, expected) => {
  expect(await httpBotVerifier()(`${origin}${path}`, 'what the widget gave')).toBe(expected);
});

test('P-54 a verifier is told the answer of the check and nothing else, and one that cannot be reached vouches for nobody', async () => {
  expect(new Set(asked)).toEqual(new Set(['response=what+the+widget+gave']));
  expect(await httpBotVerifier()('http://127.0.0.1:1/', 'r')).toBe(false);
});
