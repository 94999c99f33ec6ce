import { askApi, bodyOrRefuse } from '../api-client.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { print } from '../print.ts';
import { profileLines, profileSchema } from '../profile-text.ts';
import type { Verb } from '../verb.ts';

/** What heed knows of a person. */
export const profile: Verb = {
  name: 'profile',
  configure(command) {
    withApiOptions(command)
      .description('show what is known of a person: permission, journeys, messages, links')
      .argument('<profileId>', 'whom')
      .addHelpText('after', '\nExample:\n  npx heed profile c-42 --json')
      .action(async (profileId: string, options: ApiOptions) => {
        const body = bodyOrRefuse(await askApi(options, 'GET', `/api/profiles/${encodeURIComponent(profileId)}`));
        print(options.json, body, profileLines(profileSchema.parse(body)));
      });
  },
};
