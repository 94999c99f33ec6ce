import type { ApiRoute } from '../route.ts';
import { activateRelease } from './activate-release.ts';
import { checkImports } from './check-imports.ts';
import { eraseProfile } from './erase-profile.ts';
import { exportProfile } from './export-profile.ts';
import { findProfiles } from './find-profiles.ts';
import { getExplanation } from './get-explanation.ts';
import { getProfile } from './get-profile.ts';
import { getTimeline } from './get-timeline.ts';
import { getWorkspace } from './get-workspace.ts';
import { liftSuppression } from './lift-suppression.ts';
import { listReleases } from './list-releases.ts';
import { notAvailableYet } from './not-available.ts';
import { postEvents } from './post-events.ts';
import { publishWorkspace } from './publish-workspace.ts';

/** Every route of the API; a new one is its file and one line here. */
export const routes: readonly ApiRoute[] = [
  postEvents,
  publishWorkspace,
  getWorkspace,
  listReleases,
  activateRelease,
  findProfiles,
  getProfile,
  getTimeline,
  getExplanation,
  eraseProfile,
  exportProfile,
  liftSuppression,
  checkImports,
  ...notAvailableYet,
];
