import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { madeOnce, ROOT } from './made-once.ts';
import type { SynthesizedStack, Template } from './template/read-template.ts';

const SOURCES = ['infra', 'shared/table', 'package-lock.json'].map((source) => join(ROOT, source));
const STACKS = 'stacks.json';

/** The stacks of the app that is deployed, for the stage `local`; synthesized again whenever `infra/` has changed. */
export async function synthesize(): Promise<SynthesizedStack[]> {
  const folder = await madeOnce('templates', SOURCES, async (outdir) => {
    const stacks = await synthesizeNow(outdir);
    await writeFile(join(outdir, STACKS), JSON.stringify(stacks));
  });
  return JSON.parse(await readFile(join(folder, STACKS), 'utf8')) as SynthesizedStack[];
}

/**
 * Synthesizes in this process. Validation, security rules and bundling are left to `cdk synth` and the tests: they cost seconds and
 * change nothing in the wiring.
 */
async function synthesizeNow(outdir: string): Promise<SynthesizedStack[]> {
  const { buildApp } = await import('../infra/app.ts');
  const app = buildApp({
    stage: 'local',
    outdir,
    builtinCloudFormationValidation: false,
    nagChecks: false,
    context: { 'aws:cdk:bundling-stacks': [] },
  });
  return app.synth().stacks.map((stack) => ({ name: stack.stackName, template: stack.template as Template }));
}
