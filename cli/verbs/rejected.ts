import * as z from 'zod';
import { askApi, bodyOrRefuse } from '../api-client.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { print } from '../print.ts';
import { CliError, type Verb } from '../verb.ts';

interface RejectedOptions extends ApiOptions {
  readonly all?: boolean;
  readonly limit?: string;
}

const listed = z.object({
  rejected: z.array(
    z.object({
      id: z.string(),
      reason: z.string(),
      at: z.string().optional(),
      type: z.string().nullish(),
      profileId: z.string().nullish(),
      problems: z.array(z.object({ field: z.string(), message: z.string() })),
    }),
  ),
  more: z.boolean(),
});
const replayed = z.object({ replayed: z.array(z.string()), missing: z.array(z.string()) });

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
  const query = limit === undefined ? '' : `?limit=${encodeURIComponent(limit)}`;
  const body = bodyOrRefuse(await askApi(options, 'GET', `/api/rejected${query}`));
  const { rejected: found, more } = listed.parse(body);
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
  const body = bodyOrRefuse(await askApi(options, 'POST', '/api/rejected/replay', all ? { all } : { ids }));
  const answer = replayed.parse(body);
  print(options.json, body, [
    `replayed: ${answer.replayed.length}`,
    ...answer.missing.map((id) => `not there any more: ${id}`),
  ]);
}
