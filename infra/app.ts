import { Annotations, App, type Stack, type StackProps } from 'aws-cdk-lib';
import { Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { AppStack } from './app-stack.ts';
import { DataStack } from './data-stack.ts';
import { type DeploymentSettings, MAIN_STAGE, readDeploymentSettings } from './deployment-settings.ts';

/** Choices that the CDK leaves to the app, in code, so that the CLI, the tests and the local run make the same. */
const CDK_BEHAVIOUR = {
  // The data stack cannot change what the app stack still uses.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
};

export type BuildAppOptions = {
  /** Default: the context `stage`, else `live`. */
  readonly stage?: string;
  /** Where the assembly is written. Default: what the CDK CLI asks for, else a temporary folder. */
  readonly outdir?: string;
  readonly context?: Readonly<Record<string, unknown>>;
  /** CloudFormation's own rules over the templates, about a second. Default true. */
  readonly builtinCloudFormationValidation?: boolean;
  /** The security rules of cdk-nag. Default true. */
  readonly nagChecks?: boolean;
};

/**
 * The app that is deployed, tested and run locally: two stacks, `<prefix>-data` and `<prefix>-app`.
 * Its templates are written by `synth()`, which throws on a finding of the checks that nobody acknowledged.
 */
export function buildApp(options: BuildAppOptions = {}): App {
  const app = new App({
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
    context: { ...CDK_BEHAVIOUR, ...options.context },
    analyticsReporting: false,
    builtinCloudFormationValidation: options.builtinCloudFormationValidation ?? true,
  });
  const stage = options.stage ?? stageInContext(app);
  const settings = readDeploymentSettings(app.node, stage);
  // The table, key and domain names are the product; a stack's deletion protection costs nothing.
  const data = new DataStack(app, 'Data', settings, stackProps(`${settings.prefix}-data`, true));
  const stack = new AppStack(app, 'App', settings, data, stackProps(`${settings.prefix}-app`, false));
  warnOfBounds(stack, settings);
  if (options.nagChecks ?? true) {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  }
  return app;
}

/** P-88: a stage with another name writes to almost nobody, and it is no error: somebody who meant `live` would wait for mails. */
function warnOfBounds(stack: Stack, { stage, allowedRecipients }: DeploymentSettings): void {
  if (allowedRecipients === undefined) return;
  Annotations.of(stack).addWarningV2(
    'heed:bound-recipients',
    `The stage "${stage}" is for trials: it mails only ${allowedRecipients.join(', ')}. Add colleagues with ` +
      `--context allowedRecipients=ann@acme.example,*@qa.acme.example; to write to customers deploy --context stage=${MAIN_STAGE}.`,
  );
}

function stackProps(stackName: string, terminationProtection: boolean): StackProps {
  return { stackName, terminationProtection, description: `heed: ${stackName}` };
}

function stageInContext(app: App): string {
  const stage: unknown = app.node.tryGetContext('stage');
  return typeof stage === 'string' && stage !== '' ? stage : MAIN_STAGE;
}

if (import.meta.main) buildApp().synth();
