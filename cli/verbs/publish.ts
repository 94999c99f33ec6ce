import { listCampaigns } from '../../shared/api/campaigns.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import { getWorkspace, publishWorkspace } from '../../shared/api/workspace.ts';
import { formatFinding } from '../../shared/workspace/findings.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { apiOrigin, isLocalRun } from '../api-origin.ts';
import { ask, askFor, toldBy } from '../ask.ts';
import { changedByOthers, lastPublished, rememberPublished } from '../last-published.ts';
import { print } from '../print.ts';
import { reachOf } from '../reach/reach-of.ts';
import { reachLines } from '../reach/reach-text.ts';
import { CliError, type Verb } from '../verb.ts';
import { workspaceFiles } from '../workspace-files.ts';

interface PublishOptions extends ApiOptions {
  readonly base?: string;
}

type Files = Readonly<Record<string, string>>;

const HELP = `
What others published since this folder was last published from here, and what is not taken over in it, is not overwritten: the
files are named, one too that both sides changed, and --base says that they may be. The folder remembers it in .heed, which git ignores; a folder that was never
published from here overwrites what is active. The local run takes every saved file over by itself, and nothing is remembered of it.

Example:
  npx heed publish workspace --api https://abc.execute-api.eu-central-1.amazonaws.com`;

/** Makes a workspace the active release; with findings nothing is published, nor over what somebody else published meanwhile. */
export const publish: Verb = {
  name: 'publish',
  configure(command) {
    withApiOptions(command)
      .description('publish a workspace: from then on its campaigns are in force')
      .argument('[dir]', 'the workspace folder', 'workspace')
      .option('--base <release>', 'the release that the files were made from: refused once another is active')
      .addHelpText('after', HELP)
      .action(async (folder: string, { base, ...options }: PublishOptions) => {
        const files = await workspaceFiles(folder);
        const baseRelease = base === undefined ? await releaseBelow(folder, files, options) : releaseNumber(base);
        const before = options.json ? new Set<string>() : await activeCampaigns(options);
        const answer = await askFor(options, publishWorkspace, { body: { files, baseRelease } });
        if (answer.status === 422) {
          const { findings = [] } = problemSchema.pick({ findings: true }).parse(answer.body);
          print(options.json, answer.body, [...findings.map(formatFinding), 'nothing was published']);
          process.exitCode = 1;
          return;
        }
        const { release, warnings } = toldBy(publishWorkspace, answer);
        remember(folder, files, options);
        print(options.json, answer.body, [...warnings.map(formatFinding), `release ${release} is active`]);
        if (!options.json) await tellReach(options, before);
      });
  },
};

/** The active release, 0 before the first one. Throws CliError 1 where others changed what would be taken back. */
async function releaseBelow(folder: string, here: Files, options: ApiOptions): Promise<number> {
  const { release, files: active } = (await ask(options, getWorkspace)).told;
  const last = isLocalRun(options) || release === 0 ? null : lastPublished(folder, apiOrigin(options));
  const theirs = last === null ? [] : changedByOthers(last, active, here);
  if (theirs.length === 0) return release;
  const detail = `nothing was published: release ${release} is active, and somebody else changed what this would take back:`;
  const remedy = `npx heed diff ${folder} shows it. Take it over, or say --base ${release} to publish over it.`;
  const lines = [detail, ...theirs.map((path) => `  ${path}`), remedy];
  throw new CliError(1, lines.join('\n'), {
    detail: `${detail} ${theirs.join(', ')}. ${remedy}`,
    release,
    files: theirs,
  });
}

/** The release is active whatever becomes of this. */
function remember(folder: string, files: Files, options: ApiOptions): void {
  if (isLocalRun(options)) return;
  try {
    rememberPublished(folder, apiOrigin(options), files);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    console.error(
      `heed: ${folder} cannot remember what was published (${why}): what others publish will not be noticed`,
    );
  }
}

async function activeCampaigns(options: ApiOptions): Promise<ReadonlySet<string>> {
  const { campaigns } = (await ask(options, listCampaigns)).told;
  return new Set(campaigns.flatMap(({ id, status }) => (status === 'active' ? [id] : [])));
}

/** Pages of a count that a publication waits for: of more people it tells how to count them all. */
const PAGES = 10;

/** Whom the campaigns reach that became active just now. Beside the answer: what reads that gets the release and nothing else. */
async function tellReach(options: ApiOptions, before: ReadonlySet<string>): Promise<void> {
  const now = await activeCampaigns(options);
  for (const id of now) {
    if (before.has(id)) continue;
    for (const line of reachLines(await reachOf(options, id, undefined, PAGES))) console.error(line);
  }
}

function releaseNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new CliError(2, '--base takes the number of a release, as heed diff tells it');
}
