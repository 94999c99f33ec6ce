import { parseArgs } from 'node:util';

/** What `npm start -- …` was asked for. */
export interface Flags {
  /** Port of the home page; AWS, web and api follow at +1, +2, +3. 0 picks free ones. */
  readonly port: number;
  readonly fresh: boolean;
  readonly samples: boolean;
  /** Data folder, as given. */
  readonly data: string;
  /** Workspace folder, as given. */
  readonly workspace: string;
}

/** Where the home page lies when nobody says otherwise; 4701 to 4703 follow. */
const DEFAULT_PORT = 4700;

export const USAGE = `npm start -- [options]
  --port N          home page at N, AWS at N+1, web at N+2, api at N+3 (default ${DEFAULT_PORT}; 0 picks free ports)
  --fresh           begin with an empty store
  --no-samples      do not load the sample people and events into an empty store
  --data DIR        where the run keeps its data (default .local)
  --workspace DIR   the workspace to publish (default workspace)
  --help            this text`;

/** Reads the command line; throws with one plain sentence for what it cannot read. */
export function parseFlags(args: readonly string[]): Flags | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: String(DEFAULT_PORT) },
      fresh: { type: 'boolean', default: false },
      'no-samples': { type: 'boolean', default: false },
      data: { type: 'string', default: '.local' },
      workspace: { type: 'string', default: 'workspace' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_532)
    throw new Error(`--port takes a number from 0 to 65532, not "${values.port}"`);
  return { port, fresh: values.fresh, samples: !values['no-samples'], data: values.data, workspace: values.workspace };
}
