import * as z from 'zod';
import { formatFinding } from '../../shared/workspace/findings.ts';
import { askApi, bodyOrRefuse } from '../api-client.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { print } from '../print.ts';
import { reachOf } from '../reach/reach-of.ts';
import { reachLines } from '../reach/reach-text.ts';
import { CliError, type Verb } from '../verb.ts';
import { workspaceFiles } from '../workspace-files.ts';

const finding = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  path: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
});
const published = z.object({ release: z.number(), warnings: z.array(finding) });
const releases = z.object({ releases: z.array(z.object({ release: z.number(), active: z.boolean() })) });
const refused = z.object({ findings: z.array(finding) });

interface PublishOptions extends ApiOptions {
  readonly base?: string;
}

/** Makes a workspace the active release; with findings nothing is published, nor over what somebody else published meanwhile. */
export const publish: Verb = {
  name: 'publish',
  configure(command) {
    withApiOptions(command)
      .description('publish a workspace: from then on its campaigns are in force')
      .argument('[dir]', 'the workspace folder', 'workspace')
      .option(
        '--base <release>',
        'the release that the files were made from (else the active one): refused once another is active',
      )
      .addHelpText(
        'after',
        '\nExample:\n  npx heed publish workspace --api https://abc.execute-api.eu-central-1.amazonaws.com',
      )
      .action(async (folder: string, { base, ...options }: PublishOptions) => {
        const baseRelease = base === undefined ? await activeRelease(options) : releaseNumber(base);
        const files = await workspaceFiles(folder);
        const before = options.json ? new Set<string>() : await activeCampaigns(options);
        const answer = await askApi(options, 'POST', '/api/workspace', { files, baseRelease });
        if (answer.status === 422) {
          const { findings } = refused.parse(answer.body);
          print(options.json, answer.body, [...findings.map(formatFinding), 'nothing was published']);
          process.exitCode = 1;
          return;
        }
        const { release, warnings } = published.parse(bodyOrRefuse(answer));
        print(options.json, answer.body, [...warnings.map(formatFinding), `release ${release} is active`]);
        if (!options.json) await tellReach(options, before);
      });
  },
};

/** 0 before the first publication. */
async function activeRelease(options: ApiOptions): Promise<number> {
  const answer = releases.parse(bodyOrRefuse(await askApi(options, 'GET', '/api/workspace/releases')));
  return answer.releases.find((each) => each.active)?.release ?? 0;
}

const running = z.object({ campaigns: z.array(z.object({ id: z.string(), status: z.string() })) });

async function activeCampaigns(options: ApiOptions): Promise<ReadonlySet<string>> {
  const { campaigns } = running.parse(bodyOrRefuse(await askApi(options, 'GET', '/api/campaigns')));
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
