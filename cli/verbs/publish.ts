import * as z from 'zod';
import { formatFinding } from '../../shared/workspace/findings.ts';
import { askApi, bodyOrRefuse } from '../api-client.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { print } from '../print.ts';
import type { Verb } from '../verb.ts';
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
const refused = z.object({ findings: z.array(finding) });

/** Makes a workspace the active release; with findings nothing is published. */
export const publish: Verb = {
  name: 'publish',
  configure(command) {
    withApiOptions(command)
      .description('publish a workspace: from then on its campaigns are in force')
      .argument('[dir]', 'the workspace folder', 'workspace')
      .addHelpText(
        'after',
        '\nExample:\n  npx heed publish workspace --api https://abc.execute-api.eu-central-1.amazonaws.com',
      )
      .action(async (folder: string, options: ApiOptions) => {
        const answer = await askApi(options, 'POST', '/api/workspace', { files: await workspaceFiles(folder) });
        if (answer.status === 422) {
          const { findings } = refused.parse(answer.body);
          print(options.json, answer.body, [...findings.map(formatFinding), 'nothing was published']);
          process.exitCode = 1;
          return;
        }
        const { release, warnings } = published.parse(bodyOrRefuse(answer));
        print(options.json, answer.body, [...warnings.map(formatFinding), `release ${release} is active`]);
      });
  },
};
