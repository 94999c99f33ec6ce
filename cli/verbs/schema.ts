import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { print } from '../print.ts';
import { CliError, type Verb } from '../verb.ts';

/** Writes the JSON Schemas of a workspace's files, so that editors know every field while one writes. */
export const schema: Verb = {
  name: 'schema',
  configure(command) {
    command
      .description("write the JSON Schemas of a workspace's files, for editors")
      .option('--out <folder>', 'where to write them', 'schemas')
      .option('--json', 'print them, and write nothing', false)
      .addHelpText(
        'after',
        '\nExample:\n  npx heed schema --out schemas\n\nA file says which is its own by its first line, which most editors understand without network:\n  # yaml-language-server: $schema=../../schemas/campaign.json',
      )
      .action(async ({ out, json }: { readonly out: string; readonly json: boolean }) => {
        // Loaded late: no other verb needs it.
        const { schemaFiles } = await import('../schema/written-files.ts');
        const files = [...schemaFiles()];
        if (json) return print(true, Object.fromEntries(files.map(([name, text]) => [name, JSON.parse(text)])), []);
        await write(out, files);
        print(false, null, [`${out}: ${files.map(([name]) => name).join(', ')}`]);
      });
  },
};

async function write(folder: string, files: readonly (readonly [string, string])[]): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await Promise.all(files.map(([name, text]) => writeFile(join(folder, name), text)));
  } catch (error) {
    throw new CliError(2, `${folder} cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}
