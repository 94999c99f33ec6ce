import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundleFunctionsAsync, FUNCTION_NAMES, type FunctionName } from '../infra/bundle.ts';
import { median } from './measure.ts';
import { figure, type Part, type Row } from './row.ts';

const ROOT = join(import.meta.dirname, '..');
const TIMES = 5;
const BUDGET = 1.3;
/** Bundled as the functions are. */
const LIKE_THEM = {
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  splitting: true,
  mainFields: ['module', 'main'] as string[],
  minify: true,
  outdir: 'out',
  outExtension: { '.js': '.mjs' },
  banner: { js: "import{createRequire as heedRequire}from'node:module';const require=heedRequire(import.meta.url);" },
} as const;

/** How long a cold start takes to import each function, beside the AWS clients and commands that this function uses, alone. */
export async function imports(): Promise<Part> {
  const folder = await mkdtemp(join(tmpdir(), 'heed-imports-'));
  try {
    await bundleFunctionsAsync({ folder: join(folder, 'whole') });
    const pairs: Pair[] = [];
    for (const name of FUNCTION_NAMES) pairs.push(await pairOf(name, folder));
    const rows = [];
    for (const pair of pairs) rows.push(await rowOf(pair));
    return { rows };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Pair {
  readonly name: FunctionName;
  readonly whole: string;
  readonly alone: string;
  /** Whatever the function asks of its environment. */
  readonly settings: readonly string[];
}

async function pairOf(name: FunctionName, folder: string): Promise<Pair> {
  const entry = join(ROOT, 'functions', name, 'handler.ts');
  const { metafile } = await build({ ...LIKE_THEM, entryPoints: [entry] });
  const alone = join(folder, 'alone', name);
  await mkdir(alone, { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(alone, 'node_modules'));
  await writeFile(join(alone, 'clients.mjs'), clientsOf(Object.keys(metafile.inputs)));
  await build({ ...LIKE_THEM, write: true, entryPoints: [join(alone, 'clients.mjs')], outdir: join(alone, 'out') });
  const settings = (await readFile(entry, 'utf8')).match(/\b[A-Z][A-Z_]+(?=: (?:z|setting)\.)/g) ?? [];
  return {
    name,
    settings,
    whole: join(folder, 'whole', name, 'handler.mjs'),
    alone: join(alone, 'out', 'clients.mjs'),
  };
}

const CLIENTS: Readonly<Record<string, string>> = {
  'client-dynamodb': 'DynamoDBClient',
  'client-eventbridge': 'EventBridgeClient',
  'client-kms': 'KMSClient',
  'client-sesv2': 'SESv2Client',
  'client-sqs': 'SQSClient',
};

/** A module that does nothing but make the clients and name the commands that a bundle is made of. */
function clientsOf(inputs: readonly string[]): string {
  const used = new Map<string, Set<string>>();
  for (const input of inputs) {
    const found = /node_modules\/@aws-sdk\/(client-\w+)\/dist-\w+\/(?:commands\/(\w+Command)\.js)?/.exec(input);
    const [, client, command] = found ?? [];
    if (client && CLIENTS[client]) used.set(client, (used.get(client) ?? new Set()).add(command ?? ''));
  }
  return [...used]
    .map(([client, commands]) => {
      const maker = CLIENTS[client] as string;
      const names = [maker, ...[...commands].filter((command) => command !== '')];
      const list = names.map((name) => `${name} as ${client.replace('-', '_')}_${name}`).join(', ');
      const uses = names.map((name) => `${client.replace('-', '_')}_${name}`);
      return `import { ${list} } from '@aws-sdk/${client}'; globalThis['${client}'] = [new ${uses[0]}({}), ${uses.slice(1).join(', ')}];`;
    })
    .join('\n');
}

const run = promisify(execFile);
const env = {
  ...process.env,
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
};

/** ms that a fresh process takes to import a module, its own start not counted. */
async function importMs(file: string, settings: readonly string[] = []): Promise<number> {
  const url = JSON.stringify(pathToFileURL(file).href);
  const program = `const at = performance.now(); await import(${url}); console.log('took', performance.now() - at); process.exit(0);`;
  const given = Object.fromEntries(settings.map((setting) => [setting, 'https://bench.example/0/bench']));
  // The one setting that takes only certain words.
  const all = { ...env, ...given, LOOK_UP_SENDERS: 'no' };
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { env: all });
  return Number(/took (\S+)/.exec(stdout)?.[1]);
}

/** In turns, so that whatever else the machine does meets both. */
async function rowOf({ name, whole, alone, settings }: Pair): Promise<Row> {
  const wholes: number[] = [];
  const alones: number[] = [];
  for (let n = 0; n < TIMES; n += 1) {
    wholes.push(await importMs(whole, settings));
    alones.push(await importMs(alone));
  }
  const ratio = median(wholes) / median(alones);
  const measured = `${figure(median(wholes))} ms, its clients alone ${figure(median(alones))} ms: x ${figure(ratio)}`;
  return { what: `bundle import: \`${name}\``, measured, budget: `<= x ${BUDGET}`, met: ratio <= BUDGET };
}
