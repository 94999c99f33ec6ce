import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Json } from '../../shared/kernel/json.ts';
import { checkSchema } from '../../shared/workspace/check-schema.ts';
import { formatFinding } from '../../shared/workspace/findings.ts';
import { eventsSchema } from '../../shared/workspace/schemas/events.ts';
import { readYaml } from '../../shared/workspace/yaml-file.ts';
import { eventMapText } from '../event-map.ts';
import { print } from '../print.ts';
import { CliError, type Verb } from '../verb.ts';
import { workspaceFiles } from '../workspace-files.ts';

interface TypesOptions {
  readonly out?: string;
  readonly json: boolean;
}

/** Writes the types of the tracking plan, for the client in a company's own systems. */
export const types: Verb = {
  name: 'types',
  configure(command) {
    command
      .description('write the types of the tracking plan, for heedClient<EventMap>()')
      .argument('[dir]', 'the workspace folder', 'workspace')
      .option('--out <file>', 'where to write them; left out, they are printed')
      .option('--json', 'print JSON', false)
      .addHelpText('after', '\nExample:\n  npx heed types workspace --out src/heed-events.ts')
      .action(async (folder: string, { out, json }: TypesOptions) => {
        const samples = samplesIn((await workspaceFiles(folder))['events.yaml'] ?? '');
        const text = eventMapText(samples);
        const events = [...samples.keys()].sort();
        if (out === undefined) return print(json, { events, types: text }, [text.trimEnd()]);
        await write(out, text);
        print(json, { events, out }, [`${out}: ${events.length} event types`]);
      });
  },
};

/** The samples by type. Throws CliError 1 with every finding in the file. */
function samplesIn(text: string): ReadonlyMap<string, Json | null> {
  const checked = checkSchema(readYaml('events.yaml', text), eventsSchema.nullable());
  if (checked.ok) {
    const events = Object.entries(checked.value?.events ?? {});
    return new Map(events.map(([type, event]) => [type, event?.sample ?? null]));
  }
  const lines = checked.findings.map(formatFinding);
  throw new CliError(1, ['there are no types without a tracking plan:', ...lines].join('\n'), {
    findings: checked.findings,
  });
}

async function write(out: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, text);
  } catch (error) {
    throw new CliError(2, `${out} cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}
