import { resumeTemplate } from '../../shared/api/switches.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { ask } from '../ask.ts';
import { print } from '../print.ts';
import type { Verb } from '../verb.ts';

interface ResumeOptions extends ApiOptions {
  readonly reason: string;
  readonly by: string;
}

/** Switches a template on again. */
export const resume: Verb = {
  name: 'resume',
  configure(command) {
    withApiOptions(command)
      .description('switch a template on again that was switched off because receivers refused what it says')
      .argument('<template>', 'its id')
      .requiredOption('--reason <words>', 'what was mended; kept with the date')
      .requiredOption('--by <who>', 'who decided it')
      .addHelpText('after', '\nExample:\n  npx heed resume cart-reminder --reason "the attachment is gone" --by eva')
      .action(async (template: string, { reason, by, ...options }: ResumeOptions) => {
        const { body } = await ask(options, resumeTemplate, { params: { id: template }, body: { reason, by } });
        print(options.json, body, [`${template} is sent again; what waits for it goes out within the hour`]);
      });
  },
};
