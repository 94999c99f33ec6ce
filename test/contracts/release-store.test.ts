import { randomBytes } from 'node:crypto';
import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConflictError, RetryableError } from '../../shared/kernel/errors.ts';
import { memoryReleaseStore } from '../../shared/table/memory-release.ts';
import { dynamoReleaseStore } from '../../shared/table/release.dynamodb.ts';
import type { CampaignDefinition } from '../../shared/workspace/campaign-definition.ts';
import { definitionHash } from '../../shared/workspace/content-hash.ts';
import type { ReleaseContent } from '../../shared/workspace/definitions.ts';
import { emptyRelease } from '../../shared/workspace/empty-release.ts';
import type { ReleaseStore } from '../../shared/workspace/release-store.ts';
import { loadCampaign } from '../../shared/workspace/workspace.ts';
import { noon } from '../table/people.ts';
import { startTestDynamodb, type TestDynamodb } from './dynamodb-engine.ts';
import { instead } from './faulty-client.ts';

const campaign: CampaignDefinition = {
  id: 'welcome',
  name: 'Welcome',
  status: 'active',
  class: 'marketing',
  topic: 'offers',
  triggers: [{ kind: 'event', event: 'order.placed' }],
  reentry: { kind: 'always' },
  exit: [],
  holdout: 0,
  priority: 0,
  sendWithin: 1_000,
  steps: [{ id: '0', type: 'send', template: 'welcome' }],
};

function content(changes: Partial<ReleaseContent> = {}): ReleaseContent {
  return {
    ...emptyRelease.content,
    topics: [{ id: 'offers', name: { en: 'Offers' }, description: { en: 'Now and then' }, optIn: 'double' }],
    campaigns: [campaign],
    templates: [
      {
        id: 'welcome',
        class: 'marketing',
        parts: { en: { subject: 's', preheader: 'p', html: '<p>ü</p>', text: 't' } },
      },
    ],
    ...changes,
  };
}

const files = (text: string) => ({ 'settings.yaml': text, 'campaigns/welcome.yaml': 'ü' });

let engine: TestDynamodb;
beforeAll(async () => {
  engine = await startTestDynamodb();
});
afterAll(() => engine.stop());

/** Further stores of the same tables or memory: what another instance sees. */
type Instances = () => ReleaseStore;

describe.each([
  [
    'DynamoDB',
    async (): Promise<Instances> => {
      const { client, records, reset } = engine;
      await reset();
      return () => dynamoReleaseStore(client, records);
    },
  ],
  [
    'memory',
    async (): Promise<Instances> => {
      const store = memoryReleaseStore();
      return () => store;
    },
  ],
] as const)('a release store in %s', (_, make) => {
  test('is empty before the first publication', async () => {
    const store = (await make())();
    expect(await store.active()).toBe(emptyRelease);
    expect(await store.files()).toEqual({ release: 0, files: {} });
    expect(await store.list()).toEqual([]);
    expect(await store.activate(1)).toBe(false);
    expect(await store.active()).toBe(emptyRelease);
  });

  test('gives back what was published, to every instance', async () => {
    const instance = await make();
    expect(await instance().publish(files('a'), content(), noon)).toBe(1);
    expect(await instance().active()).toEqual({
      number: 1,
      publishedAt: noon,
      content: content(),
      hashes: { welcome: definitionHash(campaign) },
    });
    expect(await instance().files()).toEqual({ release: 1, files: files('a') });
  });

  test('publishes over the release that the files were made from, and over no other', async () => {
    const store = (await make())();
    expect(await store.publish(files('a'), content(), noon, 0)).toBe(1);
    await expect(store.publish(files('b'), content(), noon, 0)).rejects.toBeInstanceOf(ConflictError);
    expect(await store.publish(files('b'), content(), noon, 1)).toBe(2);
    await store.activate(1);
    await expect(store.publish(files('c'), content(), noon, 2)).rejects.toBeInstanceOf(ConflictError);
    expect(await store.publish(files('a'), content(), noon, 2)).toBe(1);
  });

  test('makes no new release of the same files', async () => {
    const store = (await make())();
    await store.publish(files('a'), content(), noon);
    expect(await store.publish(files('a'), content(), noon + 1)).toBe(1);
    expect(await store.publish(files('b'), content(), noon + 2)).toBe(2);
    expect(await store.publish(files('a'), content(), noon + 3)).toBe(3);
    expect((await store.list()).map(({ release }) => release)).toEqual([3, 2, 1]);
  });

  test('sees the publication of another instance at once', async () => {
    const instance = await make();
    const [first, second] = [instance(), instance()];
    await first.publish(files('a'), content(), noon);
    expect((await second.active()).number).toBe(1);
    await first.publish(files('b'), content({ campaigns: [] }), noon);
    expect(await second.active()).toMatchObject({ number: 2, content: { campaigns: [] }, hashes: {} });
  });

  test('gives the same object while nothing was published', async () => {
    const store = (await make())();
    await store.publish(files('a'), content(), noon);
    expect(await store.active()).toBe(await store.active());
  });

  test('lists releases, rolls back, and goes on counting', async () => {
    const store = (await make())();
    await store.publish(files('a'), content(), noon);
    await store.publish(files('b'), content({ campaigns: [] }), noon + 1);
    expect(await store.activate(1)).toBe(true);
    expect((await store.active()).content.campaigns).toEqual([campaign]);
    expect(await store.list()).toEqual([
      { release: 2, publishedAt: noon + 1, active: false },
      { release: 1, publishedAt: noon, active: true },
    ]);
    expect(await store.files()).toEqual({ release: 1, files: files('a') });
    expect(await store.publish(files('b'), content({ campaigns: [] }), noon + 2)).toBe(3);
  });

  test('keeps pinned definitions whatever is published later', async () => {
    const store = (await make())();
    await store.publish(files('a'), content(), noon);
    const changed = { ...campaign, name: 'Welcome again' };
    await store.publish(files('b'), content({ campaigns: [changed] }), noon);
    const hashes = [definitionHash(campaign), 'unknown', definitionHash(changed)];
    const expected = [campaign, changed].map((each) => ({
      ...loadCampaign(each, definitionHash(each)),
      templates: content().templates,
    }));
    expect(await store.pinned(hashes)).toEqual(expected);
    expect(await store.pinned([])).toEqual([]);
  });

  test('keeps the templates that pinned definitions send, as they were when those were last published', async () => {
    const instance = await make();
    const [welcome] = content().templates;
    const mended = { ...welcome!, parts: { en: { subject: 'mended', preheader: '', html: 'h', text: 't' } } };
    await instance().publish(files('a'), content(), noon);
    await instance().publish(files('b'), content({ templates: [mended] }), noon);
    await instance().publish(files('c'), content({ campaigns: [], templates: [] }), noon);
    const store = instance();
    expect(await store.pinned([definitionHash(campaign)])).toMatchObject([{ id: 'welcome', templates: [mended] }]);
    expect((await store.active()).content.templates).toEqual([]);
  });

  test('lets one of two publications at once win', async () => {
    const instance = await make();
    const both = ['a', 'b'].map((text) => instance().publish(files(text), content(), noon));
    const answers = await Promise.allSettled(both);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = answers.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(lost[0]).toBeInstanceOf(ConflictError);
    expect(await instance().list()).toHaveLength(1);
  });

  test('keeps definitions and files that are larger than an item', async () => {
    const instance = await make();
    const large = randomBytes(600 * 1024).toString('base64');
    const template = {
      id: 'large',
      class: 'marketing',
      parts: { en: { subject: 's', preheader: '', html: large, text: '' } },
    } as const;
    await instance().publish({ 'templates/large/en.mjml': large }, content({ templates: [template] }), noon);
    expect((await instance().active()).content.templates).toEqual([template]);
    expect((await instance().files()).files).toEqual({ 'templates/large/en.mjml': large });
  });

  test('keeps many definitions', async () => {
    const instance = await make();
    const campaigns = Array.from({ length: 130 }, (_, n) => ({ ...campaign, id: `c-${n}` }));
    await instance().publish(files('a'), content({ campaigns }), noon);
    expect((await instance().active()).content.campaigns).toEqual(campaigns);
  });

  test('keeps what is named as prototypes are', async () => {
    const instance = await make();
    const odd = JSON.parse('{"__proto__": "x", "constructor": "y"}') as Record<string, string>;
    await instance().publish(odd, content({ texts: { en: odd } }), noon);
    expect(Object.keys((await instance().files()).files)).toEqual(['__proto__', 'constructor']);
    expect(Object.keys((await instance().active()).content.texts.en ?? {})).toEqual(['__proto__', 'constructor']);
  });
});

describe('a release store in DynamoDB', () => {
  test('reads a definition once, and only the pointer after that', async () => {
    await engine.reset();
    await dynamoReleaseStore(engine.client, engine.records).publish(files('a'), content(), noon);
    const client = engine.connect(1);
    const reads: number[] = [];
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const asked =
          args.input instanceof Object && 'RequestItems' in args.input ? args.input.RequestItems : undefined;
        if (context.commandName === BatchGetItemCommand.name)
          reads.push(Object.values(asked as Record<string, { Keys: unknown[] }>)[0]?.Keys.length ?? 0);
        return next(args);
      },
      { step: 'initialize' },
    );
    const store = dynamoReleaseStore(client, engine.records);
    for (let n = 0; n < 3; n += 1) await store.active();
    expect(reads).toEqual([6]);
    await store.publish(files('b'), content({ campaigns: [{ ...campaign, name: 'Renamed' }] }), noon);
    await store.active();
    expect(reads).toEqual([6, 1]);
  });

  test('fails when the table does', async () => {
    const store = dynamoReleaseStore(instead(engine, new Error('down')), engine.records);
    await expect(store.active()).rejects.toBeInstanceOf(RetryableError);
    await expect(store.publish(files('a'), content(), noon)).rejects.toBeInstanceOf(RetryableError);
  });
});
