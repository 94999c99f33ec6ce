import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type ControlParts, controlCalls } from '../../../local/control/control-calls.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** The home origin over a run that still has `left` to do when the wait is over; only what /quiet touches is there. */
async function quietAfter(left: readonly string[]) {
  const waited: number[] = [];
  const work = {
    quiet: (withinMs: number) => {
      waited.push(withinMs);
      return Promise.resolve(left);
    },
  };
  const parts = {
    work,
    clock: { now: () => 0 },
    travel: {},
    inbox: {},
    gateway: {},
    pages: {},
  } as unknown as ControlParts;
  const answer = controlCalls(parts);
  server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/quiet`, { method: 'POST' });
  return { status: response.status, body: await response.text(), waited };
}

test('/quiet waits up to half a minute, then answers 503 and names what is left', async () => {
  const { status, body, waited } = await quietAfter(['queue heed-local-inputs: 1 message in flight']);
  expect(status).toBe(503);
  expect(body).toContain('heed-local-inputs');
  expect(waited).toEqual([30_000]);
});

test('/quiet answers 200 when nothing is left', async () => {
  const { status, body } = await quietAfter([]);
  expect(status).toBe(200);
  expect(JSON.parse(body)).toMatchObject({ quiet: true });
});
