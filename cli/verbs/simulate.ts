import { writeFileSync } from 'node:fs';
import { print } from '../print.ts';
import { findingLines } from '../simulate/findings.ts';
import { type SimulateOptions, withSimulateOptions } from '../simulate/options.ts';
import { type Named, outcomeLines } from '../simulate/outcome-text.ts';
import { reportPage } from '../simulate/page.ts';
import { progressLine } from '../simulate/progress-line.ts';
import type { Answer } from '../simulate/simulate.ts';
import { answer } from '../simulate/thread.ts';
import type { Verb } from '../verb.ts';

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
  const folders = [folder, ...(options.compare === undefined ? [] : [options.compare])];
  const line = progressLine(!options.json);
  try {
    const given = await answer({ folders, options }, { progress: line.show, notice: line.say });
    line.clear();
    tell(folders, given, options);
  } finally {
    line.clear();
  }
}

function tell(folders: readonly string[], given: Answer, { json, report }: SimulateOptions): void {
  const { read, findings, findingCount, outcomes } = given;
  const named = outcomes.map((outcome, index): Named => ({ workspace: folders[index] ?? '', outcome }));
  if (report !== undefined) writeFileSync(report, reportPage(named), { mode: 0o600 });
  const workspaces = named.map(({ workspace, outcome }) => ({ workspace, ...outcome }));
  const lines = [...outcomeLines(named), ...(report === undefined ? [] : ['', `written to ${report}`])];
  print(json, { read, findings, findingCount, workspaces }, lines);
  if (findingCount === 0) return;
  process.exitCode = 1;
  const told = findingLines({ listed: findings, count: findingCount });
  if (!json)
    console.error(
      [
        '',
        `${findingCount} ${findingCount === 1 ? 'mistake' : 'mistakes'} in the files, left out of the simulation:`,
        ...told,
      ].join('\n'),
    );
}
