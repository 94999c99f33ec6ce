import { type RunningHeed, startLocalRun } from './local-run.ts';

let started: Promise<RunningHeed> | null = null;

/**
 * The run that all files of this worker share, with the workspace of the calling file published: a start costs more than most stories.
 * People, mails and rejected events of other files are in it, and its clock may be days ahead, so a file takes ids of its own. What
 * counts everything, plans faults for others than its own people, or moves the clock by weeks starts a run of its own.
 * Nobody stops it: it ends with the worker, and its data with the tests' temporary folder.
 */
export async function sharedRun(workspace: Readonly<Record<string, string>>): Promise<RunningHeed> {
  if (!started) {
    // Vitest ends its workers so; what hangs on the end of this process must hear of it.
    process.once('SIGTERM', () => process.exit());
    started = startLocalRun({ workspace });
    return started;
  }
  const heed = await started;
  await heed.quiet();
  const { status, body } = await heed.api('POST', '/api/workspace', { files: workspace });
  if (status !== 200) throw new Error(`the workspace was not published: ${JSON.stringify(body)}`);
  return heed;
}
