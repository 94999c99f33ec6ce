import type { SynthesizedStack, Template } from './template/read-template.ts';

/**
 * Synthesizes the app that is deployed, for the stage `local`, in this process. Validation, security rules and bundling are left to
 * `cdk synth` and the tests: they cost seconds and change nothing in the wiring.
 */
export async function synthesize(outdir: string): Promise<SynthesizedStack[]> {
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
