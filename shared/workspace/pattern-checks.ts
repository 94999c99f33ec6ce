import { isObject, type Json } from '../kernel/json.ts';
import { compilePattern } from '../pattern/pattern.ts';
import { FACT_ROOTS, factProblem, isOpenEvent, type KnownFacts, OPENS_REFUSED } from './fact-names.ts';
import { type Finding, pathText, suggestion } from './findings.ts';
import type { YamlFile } from './yaml-file.ts';

/** A place inside the pattern: the names asked for, and the way there in the file. */
export interface Asked {
  readonly names: readonly string[];
  readonly path: readonly PropertyKey[];
  readonly value: Json;
}

/** Every place of a pattern down to its conditions; `$or` adds no name. */
export function asked(source: Json, path: readonly PropertyKey[], names: readonly string[] = []): Asked[] {
  if (!isObject(source)) return [{ names, path, value: source }];
  return Object.entries(source).flatMap(([name, value]) => {
    if (name === '$or' && Array.isArray(value)) {
      return value.flatMap((branch: Json, index) => asked(branch, [...path, '$or', index], names));
    }
    return asked(value, [...path, name], [...names, name]);
  });
}

/** The way into `source` that a field text such as `properties.total[0].numeric` names; names may hold dots themselves. */
function fieldPath(source: Json | undefined, field: string): PropertyKey[] {
  const rest = field.startsWith('.') ? field.slice(1) : field;
  const index = /^\[(\d+)\]/.exec(rest);
  if (index && Array.isArray(source))
    return [Number(index[1]), ...fieldPath(source[Number(index[1])], rest.slice(index[0].length))];
  if (!isObject(source)) return [];
  const name = Object.keys(source)
    .filter((key) => rest.startsWith(key) && /^($|[.[])/.test(rest.slice(key.length)))
    .sort((a, b) => b.length - a.length)[0];
  return name === undefined ? [] : [name, ...fieldPath(source[name], rest.slice(name.length))];
}

function asksForOpens({ names, value }: Asked): boolean {
  if (names[0] === 'events' && names[1] !== undefined && isOpenEvent(names[1])) return true;
  if (names[0] === 'event' && Array.isArray(value))
    return value.some((each) => typeof each === 'string' && isOpenEvent(each));
  return names[0] === 'steps' && JSON.stringify(value).includes('"opened"');
}

function namesFinding(yaml: YamlFile, place: Asked, at: readonly PropertyKey[], facts: KnownFacts): Finding | null {
  const root = place.names[0] ?? '';
  const where = `\`${pathText(at)}\``;
  if (!(FACT_ROOTS as readonly string[]).includes(root)) {
    const dotted = root.split('.')[0] ?? '';
    const nested = (FACT_ROOTS as readonly string[]).includes(dotted) && root.includes('.');
    // To AWS a `$or` that is no list is a field of that name.
    if (root === '$or')
      return yaml.atKey([...at, '$or'], `${where} has \`$or\`, which takes a list of patterns: write $or: [ …, … ]`);
    const remedy = nested
      ? `; write it nested, as ${dotted}: { ${root.slice(dotted.length + 1)}: … }`
      : suggestion(root, FACT_ROOTS);
    const named = place.path.slice(0, place.path.indexOf(root, at.length) + 1);
    return yaml.atKey(named, `${where} asks for \`${root}\`, which no fact provides${remedy}`);
  }
  if (asksForOpens(place)) return yaml.atKey(place.path, `${where} ${OPENS_REFUSED}`);
  const problem = factProblem(place.names, facts);
  return problem ? yaml.atKey(place.path, `${where} ${problem.message}`, problem.severity) : null;
}

/**
 * Checks one condition of a file: AWS's rules for patterns, names that some fact provides, no decision by opens (P-20).
 * `at` is the way to the pattern in the file.
 */
export function checkPattern(
  yaml: YamlFile,
  at: readonly PropertyKey[],
  source: Json | undefined,
  facts: KnownFacts,
): Finding[] {
  if (source === undefined) return [];
  const compiled = compilePattern(source);
  if (!compiled.ok) {
    return compiled.problems.map(({ field, message }) =>
      yaml.at(
        [...at, ...fieldPath(source, field)],
        `\`${pathText(at)}\` is not a valid pattern: ${field ? `${field}: ` : ''}${message}`,
      ),
    );
  }
  return asked(source, at).flatMap((place) => namesFinding(yaml, place, at, facts) ?? []);
}
