import { type Instant, SECOND } from '../kernel/instants.ts';
import type { Campaign, Release } from './workspace.ts';

/** Where the active release and pinned definitions come from. */
export interface Releases {
  active(): Promise<Release>;
  pinned(hashes: readonly string[]): Promise<readonly Campaign[]>;
}

/** P-107: with the 5 s that a claim holds, a switch thrown in a release is in force for every call that starts more than 10 s later. */
const KEPT_FOR = 5 * SECOND;

/**
 * The releases for one invocation: the pointer to the active one is read once a batch, and again when 5 s went by, since a read
 * unit a person would cost as much as reading the person (docs/decisions/0010). One that could not be read is asked for again.
 */
export function recentRelease(releases: Releases, clock: () => Instant): Releases {
  let known: { readonly at: Instant; readonly release: Promise<Release> } | null = null;
  return {
    pinned: (hashes) => releases.pinned(hashes),
    active() {
      const at = clock();
      if (known && at >= known.at && at - known.at < KEPT_FOR) return known.release;
      const asked = { at, release: releases.active() };
      known = asked;
      asked.release.catch(() => {
        if (known === asked) known = null;
      });
      return asked.release;
    },
  };
}
