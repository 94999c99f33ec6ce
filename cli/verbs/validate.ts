import { formatFinding } from '../../shared/workspace/findings.ts';
import { print } from '../print.ts';
import { sampledPeople } from '../sampled-people.ts';
import type { Verb } from '../verb.ts';
import { workspaceFiles } from '../workspace-files.ts';

/** Compiles a workspace on this machine: all that publishing would find, without an API. */
export const validate: Verb = {
  name: 'validate',
  configure(command) {
    command
      .description('find everything in a workspace that publishing would refuse')
      .argument('[dir]', 'the workspace folder', 'workspace')
      .option('--json', 'print JSON', false)
      .addHelpText(
        'after',
        '\nExample:\n  npx heed validate workspace\n  campaigns/welcome.yaml:4:8: there is no topic `offer`; did you mean `offers`?',
      )
      .action(async (folder: string, options: { readonly json: boolean }) => {
        const files = await workspaceFiles(folder);
        // Loaded late: the MJML compiler is most of what this command loads, and no other verb needs it.
        const { compileWorkspace } = await import('../../shared/content/compile-workspace.ts');
        const compiled = await compileWorkspace(files, await sampledPeople(folder), Date.now());
        const findings = compiled.ok ? compiled.warnings : compiled.findings;
        const verdict = compiled.ok
          ? `${folder} can be published (campaigns: ${compiled.content.campaigns.length}, topics: ${compiled.content.topics.length})`
          : `${folder} cannot be published`;
        print(options.json, { ok: compiled.ok, findings }, [...findings.map(formatFinding), verdict]);
        if (!compiled.ok) process.exitCode = 1;
      });
  },
};
