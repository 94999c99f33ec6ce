import { getExplanation } from '../../shared/api/explanation.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { ask } from '../ask.ts';
import { explanationLines } from '../explanation-text.ts';
import { print } from '../print.ts';
import type { Verb } from '../verb.ts';

/** Why did this person (not) get this campaign's mail? */
export const explain: Verb = {
  name: 'explain',
  configure(command) {
    withApiOptions(command)
      .description('tell why a person did, or did not, get the mail of a campaign')
      .argument('<profileId>', 'whom')
      .argument('<campaign>', 'which campaign')
      .addHelpText('after', '\nExample:\n  npx heed explain c-42 cart-abandoned')
      .action(async (profileId: string, campaign: string, options: ApiOptions) => {
        const asked = { params: { id: profileId }, query: { campaign } };
        const { body, told } = await ask(options, getExplanation, asked);
        print(options.json, body, explanationLines(profileId, campaign, told));
      });
  },
};
