import { isObject, type Json, type JsonObject } from '../shared/kernel/json.ts';

const OPEN = '{ readonly [name: string]: unknown }';

const HEADER = `// Written by \`npx heed types\` from the samples in events.yaml: change those, and write it again.
// What a sample names is required and nothing else is known; a type without a sample is open.
`;

/**
 * The tracking plan as TypeScript: `EventMap`, by event type, for `heedClient<EventMap>()`. `samples` are the examples of
 * events.yaml by type; null where there is none. The same plan gives the same text.
 */
export function eventMapText(samples: ReadonlyMap<string, Json | null>): string {
  const types = [...samples.keys()].sort();
  if (types.length === 0) return `${HEADER}export type EventMap = Record<never, never>;\n`;
  const lines = types.map((type) => `  ${nameText(type)}: ${propertiesText(samples.get(type) ?? null)};`);
  return `${HEADER}export type EventMap = {\n${lines.join('\n')}\n};\n`;
}

function propertiesText(sample: Json | null): string {
  return isObject(sample) ? typeText([sample], '  ') : OPEN;
}

/** The type of a place from every example of it. Of null and of an empty list nothing is known. */
function typeText(examples: readonly Json[], indent: string): string {
  const objects = examples.filter((one) => isObject(one));
  const lists = examples.filter((example) => Array.isArray(example));
  const scalars = examples.filter((example) => example !== null && typeof example !== 'object');
  const texts: string[] = [...new Set(scalars.map((example) => typeof example))].sort();
  if (lists.length > 0) texts.push(listText(lists.flat(), indent));
  if (objects.length > 0) texts.push(objectText(objects, indent));
  if (texts.length === 0) return 'unknown';
  if (examples.includes(null)) texts.push('null');
  return texts.join(' | ');
}

function listText(items: readonly Json[], indent: string): string {
  const type = typeText(items, indent);
  return / \| |^readonly /.test(type) ? `readonly (${type})[]` : `readonly ${type}[]`;
}

/** What not every example has may be left out. */
function objectText(examples: readonly JsonObject[], indent: string): string {
  const names = [...new Set(examples.flatMap((example) => Object.keys(example)))];
  if (names.length === 0) return OPEN;
  const deeper = `${indent}  `;
  const lines = names.map((name) => {
    const given = examples.filter((example) => Object.hasOwn(example, name));
    const optional = given.length < examples.length ? '?' : '';
    const type = typeText(
      given.map((example) => example[name] ?? null),
      deeper,
    );
    return `${deeper}readonly ${nameText(name)}${optional}: ${type};`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** Names come from a file: what is no identifier stands in quotes. */
function nameText(name: string): string {
  if (/^[A-Za-z_$][\w$]*$/.test(name)) return name;
  return `'${JSON.stringify(name).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
