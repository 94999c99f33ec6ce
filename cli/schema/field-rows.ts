import type { Json } from '../../shared/kernel/json.ts';
import type { JsonSchema } from './editor-schemas.ts';

/** One field of a file as the reference tells it; every text is as people write it. */
export interface FieldRow {
  /** `permission.signUps.perIp`; `[]` is any item of a list, `<name>` any name. */
  readonly path: string;
  readonly meaning: string;
  readonly unit: string;
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  readonly default: Json | undefined;
  readonly example: Json | undefined;
}

type Block = Readonly<Record<string, JsonSchema>>;

/** Every field below a schema, blocks and lists opened; what refers to steps stays closed, since they have tables of their own, and what says that it is told elsewhere. */
export function fieldRows(schema: JsonSchema, path = ''): FieldRow[] {
  if (schema['x-elsewhere'] === true) return [];
  const forms = formsOf(schema);
  const blocks = forms.filter((form) => form.properties !== undefined);
  return forms.flatMap((form) => [
    ...Object.entries((form.properties ?? {}) as Block).flatMap(([name, field]) => {
      // Accepted by shape and refused by name: nothing to write yet.
      if (field.deprecated === true) return [];
      const own = path === '' ? name : `${path}.${name}`;
      // Of several forms of a block, each of them asks for it.
      const isRequired = blocks.every((each) => ((each.required ?? []) as string[]).includes(name));
      return [rowOf(own, field, isRequired), ...fieldRows(field, own)];
    }),
    ...(isSchema(form.items) ? fieldRows(form.items, `${path}[]`) : []),
    ...(isSchema(form.additionalProperties) ? fieldRows(form.additionalProperties, `${path}.<name>`) : []),
  ]);
}

/** The ways a value may be written. */
function formsOf(schema: JsonSchema): readonly JsonSchema[] {
  const alternatives = ((schema.anyOf ?? []) as JsonSchema[]).filter((each) => each.type !== undefined || each.anyOf);
  return [schema, ...alternatives.flatMap(formsOf)];
}

function isSchema(value: Json | undefined): value is JsonSchema & Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rowOf(path: string, schema: JsonSchema, isRequired: boolean): FieldRow {
  return {
    path,
    meaning: String(schema.description ?? ''),
    unit: unitOf(schema),
    isRequired,
    isNullable: isNullable(schema),
    default: schema.default,
    example: (schema.examples as readonly Json[] | undefined)?.[0],
  };
}

function isNullable({ type, anyOf }: JsonSchema): boolean {
  if (Array.isArray(type)) return type.includes('null');
  return type === 'null' || ((anyOf ?? []) as JsonSchema[]).some(isNullable);
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  object: 'block',
  array: 'list',
  integer: 'whole number',
  number: 'number',
};

function unitOf(schema: JsonSchema): string {
  if (Array.isArray(schema.enum)) return schema.enum.map((each: Json) => `\`${String(each)}\``).join(', ');
  const own = schema['x-unit'];
  if (schema.type === 'array') {
    const items = isSchema(schema.items) && !schema.items.$ref ? unitOf(schema.items) : 'steps';
    return own === undefined ? `list: ${items}` : `list: ${String(own)}`;
  }
  if (own !== undefined) return String(own);
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (Array.isArray(schema.type))
    return schema.type
      .map((type) => unitOf({ type }))
      .filter((unit) => unit !== 'null')
      .join(' or ');
  if (typeof schema.type === 'string') return KINDS[schema.type] ?? schema.type;
  const forms = ((schema.anyOf ?? []) as JsonSchema[]).map(unitOf).filter((unit) => unit !== '' && unit !== 'null');
  return [...new Set(forms)].join(' or ') || 'any value';
}
