import { callIntrinsic, isIntrinsic } from './intrinsics.ts';
import type { Place, Properties } from './resource-kind.ts';
import { RESOURCE_KINDS } from './resource-kinds.ts';

/** A synthesized stack: CloudFormation's JSON. */
export interface SynthesizedStack {
  readonly name: string;
  readonly template: Template;
}

export interface Template {
  readonly Resources?: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Properties; readonly Condition?: string }>
  >;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** A resource with every reference replaced by what it points to. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
  /** What `Ref` gives. */
  readonly ref: string;
  readonly region: string;
  readonly accountId: string;
}

/** CloudFormation's `AWS::NoValue`: the property is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

/**
 * Reads the stacks as CloudFormation would and gives their resources, resolved.
 * Throws with its name for a type that the runner does not know, and for any reference that leads nowhere: no `Ref` stays unresolved.
 */
export function readTemplates(stacks: readonly SynthesizedStack[], place: Place): Resource[] {
  const unknown = stacks.flatMap(({ template }) =>
    Object.entries(template.Resources ?? {}).flatMap(([id, { Type }]) =>
      Type in RESOURCE_KINDS ? [] : [`${Type} (${id})`],
    ),
  );
  if (unknown.length > 0) {
    throw new Error(
      `the template has resources that the local run does not know: ${unknown.join(', ')}. Teach them to local/template/resource-kinds.ts`,
    );
  }
  const readers: StackReader[] = [];
  const imports = (name: string) => {
    for (const reader of readers) {
      const value = reader.exported(name);
      if (value !== undefined) return value;
    }
    throw new Error(`Fn::ImportValue: no stack exports ${name}`);
  };
  for (const stack of stacks) readers.push(stackReader(stack, place, imports));
  return readers.flatMap((reader) => reader.resources());
}

/** What intrinsic functions may ask of the template around them. */
export interface Lookup {
  resolve(value: unknown): unknown;
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): string;
  imported(name: string): unknown;
  condition(name: string): boolean;
  mapped(map: string, first: string, second: string): unknown;
}

interface StackReader {
  resources(): Resource[];
  exported(name: string): unknown;
}

function stackReader(stack: SynthesizedStack, place: Place, imported: (name: string) => unknown): StackReader {
  const { template } = stack;
  const done = new Map<string, Properties>();
  const underWay = new Set<string>();
  const pseudo: Record<string, unknown> = {
    'AWS::Region': place.region,
    'AWS::AccountId': place.accountId,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': `${place.arnOf('cloudformation')}stack/${stack.name}/local`,
    'AWS::NoValue': NO_VALUE,
  };
  const kindOf = (logicalId: string) => {
    const resource = template.Resources?.[logicalId];
    const kind = resource && RESOURCE_KINDS[resource.Type];
    return resource && kind ? { resource, kind } : null;
  };
  const properties = (logicalId: string): Properties => {
    const known = done.get(logicalId);
    if (known) return known;
    if (underWay.has(logicalId)) throw new Error(`${stack.name}: ${logicalId} refers to itself`);
    underWay.add(logicalId);
    const resolved = resolve(template.Resources?.[logicalId]?.Properties ?? {}) as Properties;
    underWay.delete(logicalId);
    done.set(logicalId, resolved);
    return resolved;
  };
  // Only the name of a resource is needed to refer to it, and names may not wait for properties that refer back (role -> queue -> role).
  const nameable = (logicalId: string) => {
    const raw = template.Resources?.[logicalId]?.Properties ?? {};
    const names = Object.entries(raw).filter(([key]) => /Name$|^EmailIdentity$/.test(key));
    return { logicalId, place, properties: resolve(Object.fromEntries(names)) as Properties };
  };
  const lookup: Lookup = {
    resolve: (value) => resolve(value),
    ref(name) {
      if (name in pseudo) return pseudo[name];
      const parameter = template.Parameters?.[name];
      if (parameter) {
        if (parameter.Default === undefined) throw new Error(`${stack.name}: parameter ${name} has no default`);
        return parameter.Default;
      }
      const found = kindOf(name);
      if (!found) throw new Error(`${stack.name}: Ref ${name} leads nowhere`);
      return found.kind.ref(nameable(name));
    },
    attribute(logicalId, name) {
      const given = kindOf(logicalId)?.kind.attributes?.[name];
      if (!given) throw new Error(`${stack.name}: Fn::GetAtt ${logicalId}.${name} leads nowhere`);
      return given(nameable(logicalId));
    },
    imported,
    condition(name) {
      const condition = template.Conditions?.[name];
      if (condition === undefined) throw new Error(`${stack.name}: there is no condition ${name}`);
      return resolve(condition) === true;
    },
    mapped(map, first, second) {
      const value = template.Mappings?.[map]?.[first]?.[second];
      if (value === undefined) throw new Error(`${stack.name}: Fn::FindInMap ${map}.${first}.${second} leads nowhere`);
      return value;
    },
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve).filter((member) => member !== NO_VALUE);
    if (typeof value !== 'object' || value === null) return value;
    if (isIntrinsic(value)) return callIntrinsic(value, lookup);
    const members = Object.entries(value).map(([key, member]) => [key, resolve(member)] as const);
    return Object.fromEntries(members.filter(([, member]) => member !== NO_VALUE));
  };
  return {
    resources: () =>
      Object.entries(template.Resources ?? {})
        .filter(([, { Condition }]) => Condition === undefined || lookup.condition(Condition))
        .map(([logicalId, { Type }]) => ({
          logicalId,
          type: Type,
          properties: properties(logicalId),
          ref: String(lookup.ref(logicalId)),
          region: place.region,
          accountId: place.accountId,
        })),
    exported(name) {
      const output = Object.values(template.Outputs ?? {}).find(
        ({ Export }) => Export && resolve(Export.Name) === name,
      );
      return output && resolve(output.Value);
    },
  };
}
