import type { Instant } from '../kernel/instants.ts';
import type { ReleaseContent } from './definitions.ts';
import type { Campaign, Release } from './workspace.ts';

interface ReleaseSummary {
  readonly release: number;
  readonly publishedAt: Instant;
  readonly active: boolean;
}

/** Published workspaces: content-addressed definitions that are never deleted, and the pointer to the active release. */
export interface ReleaseStore {
  /** The active release, `emptyRelease` before the first publication. The pointer is read strongly each time, contents are cached by hash. */
  active(): Promise<Release>;
  /** Campaign definitions by hash, those that enrollments pin; unknown hashes are left out. */
  pinned(hashes: readonly string[]): Promise<readonly Campaign[]>;
  /** The active workspace's files as they were published. */
  files(): Promise<{ readonly release: number; readonly files: Readonly<Record<string, string>> }>;
  /**
   * Publishes and activates. The same files as the active ones make no new release.
   * Rejects with ConflictError when somebody else published meanwhile: since this began, or with `base` since that release was
   * the active one (0: before the first).
   */
  publish(
    files: Readonly<Record<string, string>>,
    content: ReleaseContent,
    at: Instant,
    base?: number,
  ): Promise<number>;
  list(): Promise<readonly ReleaseSummary[]>;
  /** Makes an earlier release the active one. False when there is no such release. */
  activate(release: number): Promise<boolean>;
}
