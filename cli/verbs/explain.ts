import { askApi, bodyOrRefuse } from '../api-client.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { explanationLines, explanationSchema } from '../explanation-text.ts';
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
        const path = `/api/profiles/${encodeURIComponent(profileId)}/explain?campaign=${encodeURIComponent(campaign)}`;
        const body = bodyOrRefuse(await askApi(options, 'GET', path));
        print(options.json, body, explanationLines(profileId, campaign, explanationSchema.parse(body)));
      });
  },
};
