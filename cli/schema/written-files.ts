import { readFileSync } from 'node:fs';
import { editorSchemas } from './editor-schemas.ts';
import { withTables } from './reference.ts';

/** The exported schemas as files: name to text. */
export function schemaFiles(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(editorSchemas()).map(([name, schema]) => [`${name}.json`, `${JSON.stringify(schema, null, 2)}\n`]),
  );
}

/** Everything that `npm run docs` writes, by its path in the repository. */
export function madeFiles(): ReadonlyMap<string, string> {
  const schemas = [...schemaFiles()].map(([name, text]) => [`schemas/${name}`, text] as const);
  const reference = new URL('../../docs/workspace.md', import.meta.url);
  return new Map([...schemas, ['docs/workspace.md', withTables(readFileSync(reference, 'utf8'))]]);
}
