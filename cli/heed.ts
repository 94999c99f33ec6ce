#!/usr/bin/env node
import { heedProgram } from './program.ts';
import { runProgram } from './run-program.ts';

process.exitCode = await runProgram(heedProgram(), process.argv);
