import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSamples } from '../../local/samples.ts';

const NOW = Date.parse('2026-11-20T09:00:00Z');
let workspace: string;

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'heed-samples-'));
  await mkdir(join(workspace, 'samples'));
});
afterEach(() => rm(workspace, { recursive: true }));

const write = (name: string, text: string) => writeFile(join(workspace, 'samples', name), text);

describe('samples', () => {
  it('are read with the people first', async () => {
    await write('events.jsonl', '{"type":"order.placed","profileId":"ann"}\n');
    await write(
      'people.jsonl',
      '{"type":"profile.known","profileId":"ann"}\n\n{"type":"profile.known","profileId":"bob"}\n',
    );
    const files = await readSamples(workspace, NOW);
    expect(files.map(({ name, events }) => [name, events.length])).toEqual([
      ['people.jsonl', 2],
      ['events.jsonl', 1],
    ]);
  });

  it('tell times relative to the run', async () => {
    await write('events.jsonl', '{"occurredAt":"-P2D","properties":{"grantedAt":"-PT3H","note":"-P is no duration"}}');
    const [file] = await readSamples(workspace, NOW);
    expect(file?.events).toEqual([
      {
        occurredAt: '2026-11-18T09:00:00.000Z',
        properties: { grantedAt: '2026-11-20T06:00:00.000Z', note: '-P is no duration' },
      },
    ]);
  });

  it('tell days by the calendar of the workspace', async () => {
    await writeFile(join(workspace, 'settings.yaml'), 'timeZone: Asia/Tokyo\n');
    await write(
      'people.jsonl',
      '{"traits":{"birthday":"today+P12D-P36Y","end":"today+P2M","start":"today","note":"today is"}}',
    );
    const [file] = await readSamples(workspace, Date.parse('2026-11-20T20:00:00Z'));
    expect(file?.events).toEqual([
      { traits: { birthday: '1990-12-03', end: '2027-01-21', start: '2026-11-21', note: 'today is' } },
    ]);
  });

  it('name the line that cannot be read', async () => {
    await write('events.jsonl', '{"type":"a"}\n{"type":\n');
    await expect(readSamples(workspace, NOW)).rejects.toThrow('samples/events.jsonl:2');
  });
});
