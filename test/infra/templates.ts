import { type BuildAppOptions, buildApp } from '../../infra/app.ts';

/** A value of a template: text, or an intrinsic such as `{ Ref }`. */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, Value>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
};

export type Templates = {
  /** Of both stacks, by logical id. */
  readonly resources: Readonly<Record<string, Resource>>;
  readonly ofType: (type: string) => [logicalId: string, resource: Resource][];
  /** What the synthesis warned of. */
  readonly warnings: readonly string[];
};

export const QUICK: BuildAppOptions = {
  // Nothing here reads the bundles.
  context: { 'aws:cdk:bundling-stacks': [] },
  builtinCloudFormationValidation: false,
  nagChecks: false,
};

/** The templates of both stacks, as one. */
export function synthesize(context: Readonly<Record<string, string>> = {}, stage?: string): Templates {
  const app = buildApp({
    ...QUICK,
    ...(stage === undefined ? {} : { stage }),
    context: { ...QUICK.context, ...context },
  });
  const stacks = app.synth().stacks;
  const resources: Record<string, Resource> = Object.assign({}, ...stacks.map((stack) => stack.template.Resources));
  return {
    resources,
    ofType: (type) => Object.entries(resources).filter(([, resource]) => resource.Type === type),
    warnings: stacks.flatMap((stack) => stack.messages.map((message) => JSON.stringify(message.entry.data))),
  };
}

/** The logical id that `{ "Fn::GetAtt": [id, "Arn"] }` or `{ Ref: id }` means. */
export function referred(value: Value | undefined): string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  if (typeof value.Ref === 'string') return value.Ref;
  const attribute = value['Fn::GetAtt'];
  return Array.isArray(attribute) && typeof attribute[0] === 'string' ? attribute[0] : undefined;
}

/** Every statement of the roles' own policies, with the logical id of its role. */
export function statementsOf(templates: Templates): { role: string; actions: string[]; resources: Value[] }[] {
  return templates.ofType('AWS::IAM::Role').flatMap(([role, { Properties }]) =>
    (Properties.Policies as { PolicyDocument: { Statement: { Action: Value; Resource: Value }[] } }[]).flatMap(
      (policy) =>
        policy.PolicyDocument.Statement.map((statement) => ({
          role,
          actions: [statement.Action].flat() as string[],
          resources: [statement.Resource].flat(),
        })),
    ),
  );
}
