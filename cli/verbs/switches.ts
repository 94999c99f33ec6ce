import type * as z from 'zod';
import { listSwitches } from '../../shared/api/switches.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { ask } from '../ask.ts';
import { print } from '../print.ts';
import type { Verb } from '../verb.ts';

function linesOf({ templates, history }: z.output<typeof listSwitches.answer>): string[] {
  const off = templates.map((each) => `off  ${each.template}  since ${each.since}  ${each.reason}`);
  const changes = history.map((each) => `  ${each.at}  ${each.template} ${each.change} by ${each.by}: ${each.reason}`);
  return [
    ...(off.length > 0 ? off : ['no template is switched off']),
    ...(changes.length > 0 ? ['Before:'] : []),
    ...changes,
  ];
}

/** What was switched off in operation. */
export const switches: Verb = {
  name: 'switches',
  configure(command) {
    withApiOptions(command)
      .description('show which templates were switched off because receivers refuse what they say')
      .addHelpText('after', '\nExample:\n  npx heed switches')
      .action(async (options: ApiOptions) => {
        const { body, told } = await ask(options, listSwitches);
        print(options.json, body, linesOf(told));
      });
  },
};
