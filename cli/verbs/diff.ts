import { getWorkspace } from '../../shared/api/workspace.ts';
import { parseWorkspace } from '../../shared/workspace/parse.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { ask } from '../ask.ts';
import { type CountedChange, changeLines } from '../diff/change-lines.ts';
import { type Change, changesBetween } from '../diff/changes.ts';
import { print } from '../print.ts';
import { reachOf } from '../reach/reach-of.ts';
import type { Verb } from '../verb.ts';
import { workspaceFiles } from '../workspace-files.ts';

/** Pages of 500 people: a diff tells of more only that there are more. */
const PAGES = 10;

/** How many people a change of a campaign meets on their way. */
async function counted(options: ApiOptions, change: Change): Promise<CountedChange> {
  if (change.kind !== 'campaign' || change.change === 'added') return change;
  const { inFlight, isWhole } = await reachOf(options, change.id, undefined, PAGES);
  return { ...change, inFlight: { people: inFlight, isWhole } };
}

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
        const { release, files } = (await ask(options, getWorkspace)).told;
        const changes: CountedChange[] = [];
        for (const each of changesBetween(files, local)) changes.push(await counted(options, each));
        const isSound = parseWorkspace(local).findings.every(({ severity }) => severity !== 'error');
        const warning = isSound
          ? []
          : ['', `${folder} cannot be published as it is: npx heed validate ${folder} says why`];
        print(options.json, { release, changes }, [...changeLines(release, changes), ...warning]);
      });
  },
};
