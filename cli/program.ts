import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { verbs } from './verbs/registry.ts';

/** The whole command line. Nothing is read and nobody is called before a verb's action runs. */
export function heedProgram(): Command {
  const program = new Command('heed')
    .description('Event-driven, permission-respecting marketing automation in your own AWS account.')
    .version(manifest.version)
    .showHelpAfterError('(heed --help lists the verbs, heed <verb> --help shows one with an example)')
    .addHelpText(
      'after',
      '\nExit codes: 0 fine, 1 findings, refused or not found, 2 wrong usage or nothing answered.\n\nExample:\n  npx heed validate workspace',
    )
    .exitOverride();
  for (const verb of verbs) {
    // Sub-commands inherit neither of these when they are made by name.
    verb.configure(
      program.command(verb.name).exitOverride().showHelpAfterError(`(heed ${verb.name} --help shows an example)`),
    );
  }
  return program;
}
