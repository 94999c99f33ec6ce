import { activateRelease } from '../../shared/api/workspace.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { ask } from '../ask.ts';
import { print } from '../print.ts';
import { CliError, type Verb } from '../verb.ts';

/** Makes an earlier release the active one. */
export const rollback: Verb = {
  name: 'rollback',
  configure(command) {
    withApiOptions(command)
      .description('make an earlier release the active one; who is in a journey keeps the steps it began with')
      .argument('<release>', 'the number of a release')
      .addHelpText('after', '\nExample:\n  npx heed rollback 7')
      .action(async (release: string, options: ApiOptions) => {
        if (!/^\d+$/.test(release))
          throw new CliError(2, 'rollback takes the number of a release, such as heed rollback 7');
        const { body, told } = await ask(options, activateRelease, { params: { release } });
        print(options.json, body, [`release ${told.release} is active`]);
      });
  },
};
