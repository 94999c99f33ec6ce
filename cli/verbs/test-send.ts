import { testSend as endpoint } from '../../shared/api/previews.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { ask } from '../ask.ts';
import { print } from '../print.ts';
import type { Verb } from '../verb.ts';

interface TestSendOptions extends ApiOptions {
  readonly to: string;
  readonly profile?: string;
  readonly template?: string;
  readonly step?: string;
  readonly locale?: string;
}

/** Sends one mail of a campaign to somebody of the staff, marked as a test. */
export const testSend: Verb = {
  name: 'test-send',
  configure(command) {
    withApiOptions(command)
      .description('send a mail of a campaign to one address of your staff, marked as a test; nothing counts it')
      .argument('<campaign>', 'which campaign of the active release')
      .requiredOption('--to <address>', 'an address of a domain under `staff` in settings.yaml')
      .option('--profile <id>', 'as this profile would get it; else with the sample of the tracking plan')
      .option('--template <id>', 'which of its templates; else the first that it sends')
      .option('--step <id>', 'which of its steps')
      .option('--locale <locale>', 'in which language')
      .addHelpText('after', '\nExample:\n  npx heed test-send cart-abandoned --to ann@acme.example --locale de')
      .action(async (campaign: string, options: TestSendOptions) => {
        const { to, profile: profileId, template, step, locale } = options;
        const sent = { params: { id: campaign }, body: { to, profileId, template, step, locale } };
        const { body, told } = await ask(options, endpoint, sent);
        const word = told.status === 'sent' ? 'sent' : 'handed to SES, which gave no clear answer';
        print(options.json, body, [`${word}: ${told.subject} (${told.template}, ${told.locale})`]);
      });
  },
};
