import type { ApiRoute } from '../route.ts';
import { activateRelease } from './activate-release.ts';
import { checkImports } from './check-imports.ts';
import { eraseProfile } from './erase-profile.ts';
import { exportProfile } from './export-profile.ts';
import { findProfiles } from './find-profiles.ts';
import { getExplanation } from './get-explanation.ts';
import { getProfile } from './get-profile.ts';
import { getReach } from './get-reach.ts';
import { getReport } from './get-report.ts';
import { getStanding } from './get-standing.ts';
import { getTimeline } from './get-timeline.ts';
import { getWorkspace } from './get-workspace.ts';
import { liftSuppression } from './lift-suppression.ts';
import { listCampaigns } from './list-campaigns.ts';
import { listJobs } from './list-jobs.ts';
import { listRejected } from './list-rejected.ts';
import { listReleases } from './list-releases.ts';
import { listSwitches } from './list-switches.ts';
import { postEvents } from './post-events.ts';
import { previewCampaign } from './preview-campaign.ts';
import { publishWorkspace } from './publish-workspace.ts';
import { replayRejected } from './replay-rejected.ts';
import { resumeJob } from './resume-job.ts';
import { resumeTemplate } from './resume-template.ts';
import { stopJob } from './stop-job.ts';
import { tellSpamRate } from './tell-spam-rate.ts';
import { testSend } from './test-send.ts';

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
  listCampaigns,
  getReport,
  getReach,
  listJobs,
  stopJob,
  resumeJob,
  previewCampaign,
  testSend,
  listRejected,
  replayRejected,
  getStanding,
  tellSpamRate,
  listSwitches,
  resumeTemplate,
];
