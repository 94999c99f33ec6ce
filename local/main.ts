import process from 'node:process';
import { parseFlags, USAGE } from './flags.ts';
import { type LocalRun, startRun } from './run.ts';

/** Runs heed on this machine until it is told to stop; `functionsRoot` holds `functions/`, the repository by default. */
export async function main(args: readonly string[], functionsRoot?: string): Promise<void> {
  let run: LocalRun | null = null;
  let stopping = false;
  const stop = () => {
    if (stopping) {
      console.error('stopped without waiting');
      process.exit(130);
    }
    stopping = true;
    if (!run) process.exit(130);
    console.log('\nstopping: what is under way ends first (Ctrl-C again stops at once)');
    run.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(String(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    const flags = parseFlags(args);
    if (flags === 'help') return console.log(USAGE);
    run = await startRun(flags, (line) => console.log(line), functionsRoot);
  } catch (error) {
    console.error(`heed did not start: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env.HEED_DEBUG && error instanceof Error) console.error(error.stack);
    process.exit(1);
  }
}
