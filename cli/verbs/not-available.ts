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
  notAvailable('simulate', 'fold past events through a campaign before it goes live'),
];
