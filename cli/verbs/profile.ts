import { getProfile } from '../../shared/api/profile.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { ask } from '../ask.ts';
import { print } from '../print.ts';
import { profileLines } from '../profile-text.ts';
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
        const { body, told } = await ask(options, getProfile, { params: { id: profileId } });
        print(options.json, body, profileLines(told));
      });
  },
};
