import { CliError, type Verb } from '../verb.ts';

function notAvailable(name: string, purpose: string): Verb {
  return {
    name,
    configure(command) {
      command
        .description(`(not available yet) ${purpose}`)
        .allowUnknownOption()
        .allowExcessArguments()
        .addHelpText('after', `\nExample, in a version to come:\n  npx heed ${name}`)
        .action(() => {
          throw new CliError(2, `${name} is not available in this version`);
        });
    },
  };
}

/** Verbs of the contract that this version names and refuses. */
export const notAvailableYet: readonly Verb[] = [
  notAvailable('test', 'run the stories of a workspace'),
  notAvailable('diff', 'show what publishing would change'),
  notAvailable('rollback', 'make an earlier release the active one'),
  notAvailable('preview', 'show a campaign in all locales'),
  notAvailable('test-send', 'send a campaign to one address, marked as a test'),
  notAvailable('simulate', 'fold past events through a campaign before it goes live'),
  notAvailable('report', 'show entered, sent, delivered, goals and lift'),
  notAvailable('rejected', 'list and replay what could not be read'),
  notAvailable('doctor', 'check the account and the deployment'),
];
