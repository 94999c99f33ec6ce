import type * as z from 'zod';
import { type jobSchema, listJobs, resumeJob, stopJob } from '../../shared/api/jobs.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { ask } from '../ask.ts';
import { print } from '../print.ts';
import { tableLines } from '../table-text.ts';
import { CliError, type Verb } from '../verb.ts';

type Job = z.output<typeof jobSchema>;

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
          const { body, told } = await ask(options, listJobs);
          return print(options.json, body, jobLines(told.jobs));
        }
        if ((what !== 'stop' && what !== 'resume') || id === undefined) {
          throw new CliError(2, 'say heed jobs, heed jobs stop <id> or heed jobs resume <id>');
        }
        const { body, told } = await ask(options, what === 'stop' ? stopJob : resumeJob, { params: { id } });
        print(options.json, body, jobLines([told]));
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
