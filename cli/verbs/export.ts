import { writeFileSync } from 'node:fs';
import { exportProfile as endpoint } from '../../shared/api/export.ts';
import { bodyOrRefuse } from '../api-client.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { askFor } from '../ask.ts';
import { print } from '../print.ts';
import type { Verb } from '../verb.ts';

interface ExportOptions extends ApiOptions {
  readonly out?: string;
}

/** All that is known of a person, as JSON. */
export const exportProfile: Verb = {
  name: 'export',
  configure(command) {
    withApiOptions(command)
      .description('give all that is known of a person as JSON: facts, permission with its evidence, messages')
      .argument('<profileId>', 'whom')
      .option('--out <file>', 'write it into a file that only you can read, instead of printing it')
      .addHelpText('after', '\nExample:\n  npx heed export c-42 --out c-42.json')
      .action(async (profileId: string, { out, ...options }: ExportOptions) => {
        // Given on as it came: what a newer API knows beside is the person's too.
        const body = bodyOrRefuse(await askFor(options, endpoint, { params: { id: profileId } }));
        const text = JSON.stringify(body, null, 2);
        if (out === undefined) {
          print(options.json, body, [text]);
          return;
        }
        writeFileSync(out, `${text}\n`, { mode: 0o600 });
        print(options.json, { file: out }, [`written: ${out}`]);
      });
  },
};
