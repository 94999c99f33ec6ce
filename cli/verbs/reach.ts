import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { print } from '../print.ts';
import { reachOf } from '../reach/reach-of.ts';
import { costOf, reachLines } from '../reach/reach-text.ts';
import type { Verb } from '../verb.ts';

/** Says beforehand whom a campaign reaches, whom not and why, and what it costs. */
export const reach: Verb = {
  name: 'reach',
  configure(command) {
    withApiOptions(command)
      .description('count whom a campaign would reach now, whom not and why, and what it would cost')
      .argument('<campaign>', 'which campaign; a draft is counted as if it were active')
      .addHelpText('after', '\nExample:\n  npx heed reach winter-roast')
      .action(async (campaign: string, options: ApiOptions) => {
        const isSeen = process.stderr.isTTY && !options.json;
        const told = await reachOf(options, campaign, (people) => {
          if (isSeen) process.stderr.write(`\r${people} people counted\u001b[K`);
        });
        if (isSeen) process.stderr.write('\r\u001b[K');
        const reached = told.reachable.now + told.reachable.later;
        print(options.json, { ...told, cost: costOf(reached * Math.max(1, told.mails)) }, reachLines(told));
      });
  },
};
