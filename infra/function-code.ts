import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { BUNDLE_FOLDER, bundleFunctions, type FunctionName } from './bundle.ts';

/** Gives the code of a function. */
export type FunctionCode = (name: FunctionName) => Code;

/**
 * The bundles of all functions, made once a synthesis. Where the context `aws:cdk:bundling-stacks` leaves the stack out
 * (tests; the local run, which bundles for itself meanwhile) a line of text stands in: the wiring is the same, and
 * such a template is never deployed.
 */
export function functionCode(stack: Stack): FunctionCode {
  if (!stack.bundlingRequired) return (name) => Code.fromInline(`// stands in for the bundle of ${name}`);
  bundleFunctions();
  return (name) => Code.fromAsset(join(BUNDLE_FOLDER, name));
}
