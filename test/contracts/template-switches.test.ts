import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RetryableError } from '../../shared/kernel/errors.ts';
import { HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import type { TemplateSwitches } from '../../shared/messages/template-switches.ts';
import { memoryTemplateSwitches } from '../../shared/table/memory-template-switches.ts';
import { dynamoTemplateSwitches } from '../../shared/table/template-switches.dynamodb.ts';
import { startTestDynamodb, type TestDynamodb } from './dynamodb-engine.ts';
import { instead } from './faulty-client.ts';

let engine: TestDynamodb;
beforeAll(async () => {
  engine = await startTestDynamodb();
});
afterAll(() => engine.stop());

let count = 0;
function aTemplate(): string {
  count += 1;
  return `_system/mail-${count}`;
}

/** 12:50, so that a window reaches into the next hour. */
const START = Date.parse('2026-11-18T12:50:00Z');
const limit = { max: 3, within: HOUR };
const why = { reason: 'the attachment is gone', by: 'eva' };

describe.each([
  ['DynamoDB', () => dynamoTemplateSwitches(engine.client, engine.records)],
  ['memory', () => memoryTemplateSwitches()],
] as const)('P-82 switches of templates in %s', (_, make) => {
  const refusing = (switches: TemplateSwitches, template: string) => (address: string, at: number) =>
    switches.refuse({ template, address, at }, limit, at + 1);
  const offNow = async (switches: TemplateSwitches, template: string) =>
    (await switches.paused()).filter((each) => each.template === template);

  test('go off at the third address within an hour, and tell so once', async () => {
    const switches = make();
    const template = aTemplate();
    const refuse = refusing(switches, template);
    expect(await refuse('a', START)).toBe(false);
    expect(await refuse('b', START + 15 * MINUTE)).toBe(false);
    expect(await offNow(switches, template)).toEqual([]);
    expect(await refuse('c', START + 30 * MINUTE)).toBe(true);
    expect(await refuse('d', START + 31 * MINUTE)).toBe(false);
    expect(await offNow(switches, template)).toEqual([
      { template, since: START + 30 * MINUTE + 1, reason: 'content-refused' },
    ]);
  });

  test('stay on for one address, for what is told again, and for refusals an hour apart', async () => {
    const switches = make();
    const template = aTemplate();
    const refuse = refusing(switches, template);
    for (const minutes of [0, 1, 2, 3]) await refuse('a', START + minutes * MINUTE);
    for (const _ of [1, 2, 3]) await refuse('b', START + 5 * MINUTE);
    await refuse('c', START + 5 * MINUTE + HOUR);
    expect(await offNow(switches, template)).toEqual([]);
  });

  test('are lifted by somebody with a reason, and go off again only by what comes after', async () => {
    const switches = make();
    const template = aTemplate();
    const refuse = refusing(switches, template);
    for (const [n, address] of ['a', 'b', 'c'].entries()) await refuse(address, START + n);
    expect(await switches.resume(template, START + MINUTE, why)).toBe(true);
    expect(await switches.resume(template, START + MINUTE, why)).toBe(false);
    expect(await offNow(switches, template)).toEqual([]);
    for (const [n, address] of ['d', 'e'].entries()) await refuse(address, START + 2 * MINUTE + n);
    expect(await offNow(switches, template)).toEqual([]);
    expect(await refuse('a', START + 3 * MINUTE)).toBe(true);
    const audit = (await switches.history()).filter((each) => each.template === template);
    expect(audit.map((each) => `${each.change} by ${each.by}: ${each.reason}`)).toEqual([
      'paused by heed: content-refused',
      'resumed by eva: the attachment is gone',
      'paused by heed: content-refused',
    ]);
  });

  test('are thrown once by many refusals at once', async () => {
    const switches = make();
    const template = aTemplate();
    const refuse = refusing(switches, template);
    const all = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((address) => refuse(address, START)));
    expect(all.filter((each) => each)).toHaveLength(1);
    expect((await switches.history()).filter((each) => each.template === template)).toHaveLength(1);
  });

  test('of a template that is on cannot be lifted', async () => {
    expect(await make().resume(aTemplate(), START, why)).toBe(false);
  });
});

test('P-108 switches that cannot be read are an error, not a "nothing is off"', async () => {
  const switches = dynamoTemplateSwitches(instead(engine, new Error('down')), engine.records);
  await expect(switches.paused()).rejects.toBeInstanceOf(RetryableError);
  await expect(switches.refuse({ template: 't', address: 'a', at: 1 }, limit, 1)).rejects.toBeInstanceOf(
    RetryableError,
  );
  await expect(switches.resume('t', 1, why)).rejects.toBeInstanceOf(RetryableError);
});
