import { createInterface } from 'node:readline/promises';
import { eraseProfile } from '../../shared/api/person-changes.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { ask } from '../ask.ts';
import { print } from '../print.ts';
import { CliError, type Verb } from '../verb.ts';

interface EraseOptions extends ApiOptions {
  readonly reason?: string;
  readonly yes?: boolean;
}

/** Erases a person for good. */
export const erase: Verb = {
  name: 'erase',
  configure(command) {
    withApiOptions(command)
      .description(
        'erase a person for good: profile, evidence texts, timeline; their address stays suppressed as a hash',
      )
      .argument('<profileId>', 'whom')
      .option('--reason <word>', 'one word that is kept with the date, such as requested')
      .option('--yes', 'do not ask back (asked only on a terminal)')
      .addHelpText('after', '\nExample:\n  npx heed erase c-42 --reason requested --yes')
      .action(async (profileId: string, { reason, yes, ...options }: EraseOptions) => {
        if (!yes) await askBack(profileId);
        const sent = { params: { id: profileId }, body: reason === undefined ? {} : { reason } };
        const { body } = await ask(options, eraseProfile, sent);
        print(options.json, body, [`${profileId} is being erased; what is left of it goes within minutes`]);
      });
  },
};

/** It cannot be undone; a script has decided already. */
async function askBack(profileId: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`This cannot be undone. Write the id again to erase ${profileId}: `);
  terminal.close();
  if (answer.trim() !== profileId) throw new CliError(2, 'nothing was erased');
}
