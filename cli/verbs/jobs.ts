import * as z from 'zod';
import { askApi, bodyOrRefuse } from '../api-client.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { print } from '../print.ts';
import { tableLines } from '../table-text.ts';
import { CliError, type Verb } from '../verb.ts';

const job = z.object({
  id: z.string(),
  state: z.string(),
  startedAt: z.string(),
  people: z.number(),
  parts: z.object({ done: z.number(), of: z.number() }),
});
type Job = z.infer<typeof job>;

const HELP = `
A stopped job tells nobody further; whom it told already keep their runs. It goes on where it was.

Examples:
  npx heed jobs
  npx heed jobs stop broadcast-winter-roast-2026-12-01`;

/** Work over everybody: broadcasts, and what \`existing-too\` arms. */
export const jobs: Verb = {
  name: 'jobs',
  configure(command) {
    withApiOptions(command)
      .description('list broadcasts and other work over everybody, stop it, resume it')
      .argument('[what]', 'list, stop or resume', 'list')
      .argument('[id]', 'stop and resume: which job')
      .addHelpText('after', HELP)
      .action(async (what: string, id: string | undefined, options: ApiOptions) => {
        if (what === 'list') {
          const body = bodyOrRefuse(await askApi(options, 'GET', '/api/jobs'));
          return print(options.json, body, jobLines(z.object({ jobs: z.array(job) }).parse(body).jobs));
        }
        if ((what !== 'stop' && what !== 'resume') || id === undefined) {
          throw new CliError(2, 'say heed jobs, heed jobs stop <id> or heed jobs resume <id>');
        }
        const body = bodyOrRefuse(await askApi(options, 'POST', `/api/jobs/${encodeURIComponent(id)}/${what}`));
        print(options.json, body, jobLines([job.parse(body)]));
      });
  },
};

function jobLines(all: readonly Job[]): string[] {
  if (all.length === 0) return ['no broadcast and no other work over everybody in the last 90 days'];
  const rows = all.map(({ id, state, startedAt, people, parts }) => [
    id,
    state,
    startedAt,
    people,
    `${parts.done} of ${parts.of}`,
  ]);
  return tableLines(['job', 'state', 'started', 'people', 'parts done'], rows);
}
