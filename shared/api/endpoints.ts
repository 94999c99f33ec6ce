import { listCampaigns } from './campaigns.ts';
import type { Endpoint } from './endpoint.ts';
import { postEvents } from './events.ts';
import { getExplanation } from './explanation.ts';
import { exportProfile } from './export.ts';
import { checkImports } from './imports.ts';
import { listJobs, resumeJob, stopJob } from './jobs.ts';
import { eraseProfile, liftSuppression } from './person-changes.ts';
import { previewCampaign, testSend } from './previews.ts';
import { findProfiles, getProfile } from './profile.ts';
import { getReach } from './reach.ts';
import { listRejected, replayRejected } from './rejected.ts';
import { getReport } from './report.ts';
import { getStanding, tellSpamRate } from './standing.ts';
import { listSwitches, resumeTemplate } from './switches.ts';
import { getTimeline } from './timeline.ts';
import { activateRelease, getWorkspace, listReleases, publishWorkspace } from './workspace.ts';

/** Every endpoint of the API under the heading of the reference that it stands under. */
export const endpoints: Readonly<Record<string, readonly Endpoint[]>> = {
  Events: [postEvents, checkImports],
  People: [getProfile, findProfiles, getTimeline, getExplanation, exportProfile, eraseProfile, liftSuppression],
  Workspace: [publishWorkspace, getWorkspace, listReleases, activateRelease],
  Campaigns: [listCampaigns, getReport, getReach, previewCampaign, testSend],
  Operation: [
    listJobs,
    stopJob,
    resumeJob,
    listRejected,
    replayRejected,
    getStanding,
    tellSpamRate,
    listSwitches,
    resumeTemplate,
  ],
};
