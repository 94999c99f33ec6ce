import { describe, expect, test } from 'vitest';
import { compileWorkspace } from '../../shared/content/compile-workspace.ts';
import { profileIdSchema } from '../../shared/events/envelope.ts';
import { parseDuration } from '../../shared/kernel/durations.ts';
import { filesHash } from '../../shared/workspace/content-hash.ts';
import { contentOf, findingsOf, sampleFiles } from './workspace-files.ts';

interface SampleLine {
  readonly type: string;
  readonly profileId: string;
  readonly eventId?: string;
  readonly occurredAt?: string;
  readonly properties: Record<string, unknown>;
  readonly traits: Record<string, unknown>;
}

function lines(name: string): SampleLine[] {
  const text = sampleFiles()[`samples/${name}.jsonl`] ?? '';
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as SampleLine);
}

describe('the sample workspace', () => {
  test('compiles without a finding, not even a warning', async () => {
    expect(await findingsOf(sampleFiles())).toEqual([]);
  });

  test('gives the same content every time', async () => {
    const twice = [await compileWorkspace(sampleFiles()), await compileWorkspace(sampleFiles())];
    expect(JSON.stringify(twice[0])).toBe(JSON.stringify(twice[1]));
    expect(filesHash(sampleFiles())).toBe(filesHash(Object.fromEntries(Object.entries(sampleFiles()).reverse())));
  });

  test('has content that survives JSON, as the stores keep it', async () => {
    const content = await contentOf(sampleFiles());
    expect(JSON.parse(JSON.stringify(content))).toStrictEqual(content);
    expect(content.campaigns.map((campaign) => campaign.id)).toEqual([
      'birthday',
      'cart-abandoned',
      'contract-ending',
      'welcome',
      'win-back',
      'winter-roast',
    ]);
    expect(content.templates.map((template) => template.id)).toContain('_system/confirmation');
  });

  test('has samples in the shape of the contract, with addresses of nobody', () => {
    const all = [...lines('people'), ...lines('events')];
    expect(all.length).toBeGreaterThan(40);
    for (const { profileId, occurredAt, properties, traits } of all) {
      expect(profileIdSchema.safeParse(profileId).success).toBe(true);
      expect(parseDuration((occurredAt ?? '').replace(/^-/, ''))).toBeGreaterThan(0);
      expect(properties).toBeTypeOf('object');
      if (traits.email !== undefined) expect(traits.email).toMatch(/@example\.(org|com|net)$/);
    }
  });

  test('records consents with the evidence that they need', () => {
    const consents = lines('people').filter((line) => line.type === 'consent.recorded');
    for (const { properties } of consents) {
      expect(Object.keys(properties)).toEqual(
        expect.arrayContaining(['topics', 'basis', 'grantedAt', 'method', 'text', 'source']),
      );
      // `express` is enough for a topic of single opt-in only.
      if (properties.basis === 'express') expect(properties.topics).toEqual(['contract-news']);
    }
  });
});
