import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { ConflictError } from '../kernel/errors.ts';
import { filesHash } from '../workspace/content-hash.ts';
import { emptyRelease } from '../workspace/empty-release.ts';
import type { ReleaseStore } from '../workspace/release-store.ts';
import type { Campaign, Release } from '../workspace/workspace.ts';
import { type Definitions, dynamoDefinitions } from './definitions.dynamodb.ts';
import {
  definitionHashes,
  type Manifest,
  packRelease,
  pinnedCampaign,
  templateHashes,
  templatesOf,
  unpackRelease,
} from './release-manifest.ts';
import { everyManifest, pointAt, publishManifest, readManifest, readPointer } from './release-pointer.dynamodb.ts';
import { anyJsonObject, parsed } from './row-fields.ts';

// Not `z.record`, which leaves a file of the name `__proto__` out.
const filesSchema = z.custom<Readonly<Record<string, string>>>(
  (value) =>
    anyJsonObject.safeParse(value).success && Object.values(value as object).every((each) => typeof each === 'string'),
  'is no object of texts',
);

/** Releases in `records`. Contents are immutable, so an instance reads and decodes each definition once. */
export function dynamoReleaseStore(client: DynamoDBClient, records: string): ReleaseStore {
  const definitions = dynamoDefinitions(client, records);
  const released = releaseLoader(definitions, (release) => readManifest(client, records, release));
  return {
    async active() {
      const current = await readPointer(client, records);
      return current ? released(current.release) : emptyRelease;
    },
    pinned: pinnedCampaigns(definitions),
    async files() {
      const current = await readPointer(client, records);
      if (!current) return { release: 0, files: {} };
      const files = (await definitions.load([current.files])).get(current.files);
      return {
        release: current.release,
        files: parsed('records DEFINITION#<hash> / PART#<n>', 'files', files, filesSchema),
      };
    },
    async publish(files, content, at, base) {
      const current = await readPointer(client, records);
      if (current && current.files === filesHash(files)) return current.release;
      if (base !== undefined && base !== (current?.release ?? 0)) throw new ConflictError('the workspace has moved on');
      const release = (current?.latest ?? 0) + 1;
      const packed = packRelease(release, at, files, content);
      const standing = current ? await readManifest(client, records, current.release) : null;
      const known = new Set(standing ? definitionHashes(standing) : []);
      await definitions.save([...packed.definitions].filter(([hash]) => !known.has(hash)));
      await publishManifest(client, records, current, packed.manifest);
      return release;
    },
    async list() {
      const current = await readPointer(client, records);
      const manifests = await everyManifest(client, records);
      return manifests
        .map(({ release, publishedAt }) => ({ release, publishedAt, active: release === current?.release }))
        .toSorted((a, b) => b.release - a.release);
    },
    async activate(release) {
      const stored = await readManifest(client, records, release);
      if (stored) await pointAt(client, records, stored);
      return stored !== null;
    },
  };
}

/** Reads releases by number. Keeps the last one, and of its definitions what the next one shares: no growth, no second read. */
function releaseLoader(
  definitions: Definitions,
  manifest: (release: number) => Promise<Manifest | null>,
): (release: number) => Promise<Release> {
  let kept: { readonly release: Release; readonly definitions: ReadonlyMap<string, unknown> } | null = null;
  return async (release) => {
    if (kept?.release.number === release) return kept.release;
    const stored = await manifest(release);
    if (!stored) throw new Error(`release ${release} is the active one and missing`);
    const known = kept?.definitions ?? new Map<string, unknown>();
    const hashes = definitionHashes(stored);
    const read = await definitions.load(hashes.filter((hash) => !known.has(hash)));
    const all = new Map(hashes.map((hash) => [hash, known.has(hash) ? known.get(hash) : read.get(hash)]));
    kept = { release: unpackRelease(stored, all), definitions: all };
    return kept.release;
  };
}

/** Each definition and template is read once, however many people pin it. */
function pinnedCampaigns(definitions: Definitions): ReleaseStore['pinned'] {
  const campaigns = new Map<string, Campaign>();
  const templates = new Map<string, unknown>();
  return async (hashes) => {
    const unknown = [...new Set(hashes.filter((hash) => !campaigns.has(hash)))];
    const read = await definitions.load(unknown.flatMap((hash) => [hash, templatesOf(hash)]));
    const missing = templateHashes(unknown, read).filter((hash) => !templates.has(hash));
    for (const [hash, template] of await definitions.load(missing)) templates.set(hash, template);
    const all = new Map([...templates, ...read]);
    for (const hash of unknown) {
      const campaign = pinnedCampaign(hash, all);
      if (campaign) campaigns.set(hash, campaign);
    }
    return hashes.flatMap((hash) => campaigns.get(hash) ?? []);
  };
}
