#!/usr/bin/env node
import { heedProgram } from './program.ts';
import { runProgram } from './run-program.ts';

// `heed … | head` closes the pipe early: nobody reads on, so nothing is wrong.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
process.exitCode = await runProgram(heedProgram(), process.argv);
