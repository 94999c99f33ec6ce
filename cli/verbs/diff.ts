import * as z from 'zod';
import { parseWorkspace } from '../../shared/workspace/parse.ts';
import { askApi, bodyOrRefuse } from '../api-client.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { changeLines } from '../diff/change-lines.ts';
import { changesBetween } from '../diff/changes.ts';
import { print } from '../print.ts';
import type { Verb } from '../verb.ts';
import { workspaceFiles } from '../workspace-files.ts';

const active = z.object({ release: z.number(), files: z.record(z.string(), z.string()) });

/** What publishing a folder would change. */
export const diff: Verb = {
  name: 'diff',
  configure(command) {
    withApiOptions(command)
      .description('show what publishing a workspace would change against the active release')
      .argument('[dir]', 'the workspace folder', 'workspace')
      .addHelpText('after', '\nExample:\n  npx heed diff workspace')
      .action(async (folder: string, options: ApiOptions) => {
        const local = await workspaceFiles(folder);
        const { release, files } = active.parse(bodyOrRefuse(await askApi(options, 'GET', '/api/workspace')));
        const changes = changesBetween(files, local).map((each) =>
          each.kind === 'campaign' && each.change !== 'added' ? { ...each, inFlight: null } : each,
        );
        const isSound = parseWorkspace(local).findings.every(({ severity }) => severity !== 'error');
        const warning = isSound
          ? []
          : ['', `${folder} cannot be published as it is: npx heed validate ${folder} says why`];
        print(options.json, { release, changes }, [...changeLines(release, changes), ...warning]);
      });
  },
};
