import { listRejected, replayRejected } from '../../shared/api/rejected.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { ask } from '../ask.ts';
import { print } from '../print.ts';
import { CliError, type Verb } from '../verb.ts';

interface RejectedOptions extends ApiOptions {
  readonly all?: boolean;
  readonly limit?: string;
}

const HELP = `
Replayed records are read once more as they came: publish what they lacked before, such as a topic. What is older than three days
updates facts and starts nothing. What happened already is known by its event id and does not happen again.

Examples:
  npx heed rejected list
  npx heed rejected replay 6a1f0c1e-3b52-4b6e-9d0a-2f6f1f4c7a11
  npx heed rejected replay --all`;

/** What could not be taken: looks at it, and lets it be taken once more. */
export const rejected: Verb = {
  name: 'rejected',
  configure(command) {
    withApiOptions(command)
      .description('list what could not be read, and replay it')
      .argument('<what>', 'list or replay')
      .argument('[ids...]', 'replay: which of the list')
      .option('--all', 'replay: all that lies there, up to 200')
      .option('--limit <n>', 'list: at most so many')
      .addHelpText('after', HELP)
      .action(async (what: string, ids: string[], options: RejectedOptions) => {
        if (what === 'list') await list(options);
        else if (what === 'replay') await replay(ids, options);
        else throw new CliError(2, `say heed rejected list or heed rejected replay, not "${what}"`);
      });
  },
};

async function list({ limit, ...options }: RejectedOptions): Promise<void> {
  const { body, told } = await ask(options, listRejected, { query: { limit } });
  const { rejected: found, more } = told;
  const lines = found.flatMap((each) => [
    [each.id, each.at, each.type, each.profileId, each.reason].filter(Boolean).join('  '),
    ...each.problems.map(({ field, message }) => `  ${field} ${message}`.trimEnd()),
  ]);
  print(options.json, body, [
    ...(lines.length === 0 ? ['nothing was rejected'] : lines),
    ...(more ? ['and more'] : []),
  ]);
}

async function replay(ids: readonly string[], { all, ...options }: RejectedOptions): Promise<void> {
  if (all !== true && ids.length === 0) throw new CliError(2, 'say which: ids of heed rejected list, or --all');
  if (all === true && ids.length > 0) throw new CliError(2, 'say ids or --all, not both');
  const { body, told } = await ask(options, replayRejected, { body: all ? { all } : { ids } });
  print(options.json, body, [
    `replayed: ${told.replayed.length}`,
    ...told.missing.map((id) => `not there any more: ${id}`),
  ]);
}
