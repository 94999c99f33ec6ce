import * as z from 'zod';
import { askApi, bodyOrRefuse } from '../api-client.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { print } from '../print.ts';
import type { Verb } from '../verb.ts';

const schema = z.object({
  templates: z.array(z.object({ template: z.string(), since: z.string(), reason: z.string() })),
  history: z.array(
    z.object({ template: z.string(), at: z.string(), change: z.string(), reason: z.string(), by: z.string() }),
  ),
});

function linesOf({ templates, history }: z.infer<typeof schema>): string[] {
  const off = templates.map((each) => `off  ${each.template}  since ${each.since}  ${each.reason}`);
  const changes = history.map((each) => `  ${each.at}  ${each.template} ${each.change} by ${each.by}: ${each.reason}`);
  return [
    ...(off.length > 0 ? off : ['no template is switched off']),
    ...(changes.length > 0 ? ['Before:'] : []),
    ...changes,
  ];
}

/** What was switched off in operation. */
export const switches: Verb = {
  name: 'switches',
  configure(command) {
    withApiOptions(command)
      .description('show which templates were switched off because receivers refuse what they say')
      .addHelpText('after', '\nExample:\n  npx heed switches')
      .action(async (options: ApiOptions) => {
        const body = bodyOrRefuse(await askApi(options, 'GET', '/api/switches'));
        print(options.json, body, linesOf(schema.parse(body)));
      });
  },
};
