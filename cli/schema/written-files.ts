import { readFileSync } from 'node:fs';
import { apiTables } from './api-reference.ts';
import { editorSchemas } from './editor-schemas.ts';
import { referenceTables, withTables } from './reference.ts';

/** The exported schemas as files: name to text. */
export function schemaFiles(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(editorSchemas()).map(([name, schema]) => [`${name}.json`, `${JSON.stringify(schema, null, 2)}\n`]),
  );
}

/** Everything that `npm run docs` writes, by its path in the repository. */
export function madeFiles(): ReadonlyMap<string, string> {
  const schemas = [...schemaFiles()].map(([name, text]) => [`schemas/${name}`, text] as const);
  return new Map([...schemas, page('docs/workspace.md', referenceTables()), page('docs/api.md', apiTables())]);
}

/** A page with its tables made anew. */
function page(path: string, tables: ReadonlyMap<string, string>): readonly [string, string] {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  return [path, withTables(text, tables)];
}
