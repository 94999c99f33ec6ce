import { ConflictError } from '../kernel/errors.ts';
import { filesHash } from '../workspace/content-hash.ts';
import { emptyRelease } from '../workspace/empty-release.ts';
import type { ReleaseStore } from '../workspace/release-store.ts';
import { type Manifest, packRelease, pinnedCampaign, unpackRelease } from './release-manifest.ts';

/** The twin of `dynamoReleaseStore`. */
export function memoryReleaseStore(): ReleaseStore {
  const definitions = new Map<string, unknown>();
  const manifests = new Map<number, Manifest>();
  let active = 0;
  let loaded = emptyRelease;
  return {
    async active() {
      const manifest = manifests.get(active);
      if (manifest && loaded.number !== active) loaded = unpackRelease(manifest, definitions);
      return manifest ? loaded : emptyRelease;
    },
    async pinned(hashes) {
      return hashes.flatMap((hash) => pinnedCampaign(hash, definitions) ?? []);
    },
    async files() {
      const files = definitions.get(manifests.get(active)?.files ?? '') ?? {};
      return { release: active, files: files as Readonly<Record<string, string>> };
    },
    async publish(files, content, at, base) {
      if (manifests.get(active)?.files === filesHash(files)) return active;
      if (base !== undefined && base !== active) throw new ConflictError('the workspace has moved on');
      const packed = packRelease(manifests.size + 1, at, files, content);
      // Publications that began together see the same pointer; the first to write wins, as the table's condition decides.
      const read = manifests.size;
      await Promise.resolve();
      if (manifests.size !== read) throw new ConflictError('the workspace was changed by somebody else');
      for (const [hash, definition] of packed.definitions) definitions.set(hash, definition);
      manifests.set(packed.manifest.release, packed.manifest);
      active = packed.manifest.release;
      return active;
    },
    async list() {
      return [...manifests.values()]
        .map(({ release, publishedAt }) => ({ release, publishedAt, active: release === active }))
        .toSorted((a, b) => b.release - a.release);
    },
    async activate(release) {
      if (!manifests.has(release)) return false;
      active = release;
      return true;
    },
  };
}
