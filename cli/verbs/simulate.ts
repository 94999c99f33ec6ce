import { writeFileSync } from 'node:fs';
import { absoluteTimes } from '../../local/samples.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import type { Workspace } from '../../shared/workspace/workspace.ts';
import { fileFacts } from '../import/file-stream.ts';
import { print } from '../print.ts';
import { findingLines } from '../simulate/findings.ts';
import { instantOf, peoplePlan, type SimulateOptions, withSimulateOptions } from '../simulate/options.ts';
import { type Named, outcomeLines } from '../simulate/outcome-text.ts';
import { reportPage } from '../simulate/page.ts';
import { progressLine } from '../simulate/progress-line.ts';
import { type Answer, simulate as putThrough } from '../simulate/simulate.ts';
import { workspaceOf } from '../simulate/workspaces.ts';
import { CliError, type Verb } from '../verb.ts';

const EXAMPLES = `
Nothing is sent and nobody is called: the decisions of a deployment are made on this machine, on a virtual clock. The same files
give the same answer, byte for byte. Mails are taken as sent; opens, clicks and bounces are not guessed. Who must confirm a
sign-up does not, unless the events say so.

Examples:
  npx heed simulate --people people.csv --events november.jsonl --report november.html
  npx heed simulate --events archive/*.jsonl.gz --assume-consent offers --activate cart-abandoned --to 2026-12-31
  npx heed simulate workspace --compare workspace-next --people people.jsonl --events november.jsonl --json`;

/** What a workspace would have done with what happened: the same decisions, on a virtual clock. */
export const simulate: Verb = {
  name: 'simulate',
  configure(command) {
    withSimulateOptions(command)
      .description('put past events through a workspace: who would have got what, when, and who not and why')
      .argument('[dir]', 'the workspace folder', 'workspace')
      .addHelpText('after', EXAMPLES)
      .action(run);
  },
};

async function run(folder: string, options: SimulateOptions): Promise<void> {
  if (options.people === undefined && options.events.length === 0)
    throw new CliError(2, 'say who there is with --people <file>, what happened with --events <file...>, or both');
  const [from, to] = [instantOf(options.from, '--from'), instantOf(options.to, '--to')];
  if (from !== null && to !== null && to < from) throw new CliError(2, '--to lies before --from');
  const people = peoplePlan(options);
  const bytes = options.events.reduce((sum, file) => sum + fileFacts(file).size, 0);
  const folders = [folder, ...(options.compare === undefined ? [] : [options.compare])];
  const workspaces = await Promise.all(
    folders.map((each) => workspaceOf(each, options.activate, options.assumeConsent)),
  );
  const bar = progressLine(!options.json, bytes);
  const answer = await putThrough({
    workspaces,
    people,
    events: options.events,
    from,
    to,
    assumedTopics: options.assumeConsent,
    absolute: relativeTo(from ?? to, workspaces),
    progress: bar.show,
    notice: bar.say,
  });
  bar.clear();
  tell(folders, answer, options);
}

/** Sample files count their times from a moment, such as `-P2D`: from the one where the counted time begins. */
function relativeTo(at: Instant | null, [first]: readonly Workspace[]) {
  return at === null || !first ? null : absoluteTimes(at, first.settings.timeZone);
}

function tell(folders: readonly string[], answer: Answer, { json, report }: SimulateOptions): void {
  const named = folders.map((workspace, index): Named => {
    return { workspace, outcome: answer.outcomes[index] as Named['outcome'] };
  });
  const { read, findings, findingCount } = answer;
  if (report !== undefined) writeFileSync(report, reportPage(named), { mode: 0o600 });
  const workspaces = named.map(({ workspace, outcome }) => ({ workspace, ...outcome }));
  const lines = [...outcomeLines(named), ...(report === undefined ? [] : ['', `written to ${report}`])];
  print(json, { read, findings, findingCount, workspaces }, lines);
  if (findingCount === 0) return;
  process.exitCode = 1;
  const told = findingLines({ listed: findings, count: findingCount });
  if (!json)
    console.error(['', `${findingCount} mistakes in the files, left out of the simulation:`, ...told].join('\n'));
}
