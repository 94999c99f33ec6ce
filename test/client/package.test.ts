import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildClient } from '../../client/build.ts';
import { type ClientBus, startClientBus } from './client-bus.ts';

const run = promisify(execFile);
/** ms that a compiler may take on a busy machine. */
const A_COMPILER = 60_000;
const ROOT = join(import.meta.dirname, '../..');
const company = mkdtempSync(join(tmpdir(), 'heed-company-'));
let bus: ClientBus;

/** A system of a company: the client in its node_modules, the SDK beside it, and nothing else of heed. */
beforeAll(async () => {
  bus = await startClientBus();
  mkdirSync(join(company, 'node_modules', '@aws-sdk'), { recursive: true });
  buildClient(join(company, 'node_modules', 'heed-client'));
  for (const name of ['@aws-sdk/client-eventbridge', '@types', 'undici-types'])
    symlinkSync(join(ROOT, 'node_modules', name), join(company, 'node_modules', name));
  writeFileSync(join(company, 'package.json'), '{ "type": "module" }');
}, A_COMPILER);
afterAll(async () => {
  await bus.stop();
  rmSync(company, { recursive: true });
});

test('a company runs the client out of its node_modules', { timeout: A_COMPILER }, async () => {
  const text = `import { heedClient, TrackError } from 'heed-client';
    const heed = heedClient(${JSON.stringify(bus.settings)});
    console.log(await heed.track({ type: 'order.placed', profileId: 'c-1', eventId: 'o-1' }));
    console.log(await heed.track({ type: 'order.placed' }).catch((error) => error instanceof TrackError && error.field));`;
  writeFileSync(join(company, 'shop.js'), text);
  expect((await run(process.execPath, ['shop.js'], { cwd: company })).stdout).toBe("{ eventId: 'o-1' }\nprofileId\n");
  expect(bus.events().map(({ eventId }) => eventId)).toEqual(['o-1']);
});

test('its compiler knows the types of the plan', { timeout: A_COMPILER }, async () => {
  const plan = await run(process.execPath, [join(ROOT, 'cli', 'heed.ts'), 'types', join(ROOT, 'workspace')]);
  writeFileSync(join(company, 'heed-events.ts'), plan.stdout);
  const text = `import { heedClient } from 'heed-client';
    import type { EventMap } from './heed-events.ts';
    const heed = heedClient<EventMap>({ busName: 'heed' });
    await heed.track({ type: 'order.placed', profileId: 'c-1', properties: { orderId: 'o', cartId: 'k', total: 1, items: [] } });
    await heed.track({ type: 'order.placed', profileId: 'c-1', properties: { orderId: 'o', cartId: 'k', total: '1', items: [] } });`;
  writeFileSync(join(company, 'shop.ts'), text);
  const settings = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2024', '--module', 'nodenext'];
  const compiler = [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), ...settings, '--types', 'node'];
  const { stdout } = await run(process.execPath, [...compiler, '--allowImportingTsExtensions', 'shop.ts'], {
    cwd: company,
  }).catch((error: { stdout: string }) => error);
  expect(stdout.trim().split('\n')).toEqual([expect.stringMatching(/^shop\.ts\(5,.*string.*number/)]);
});
