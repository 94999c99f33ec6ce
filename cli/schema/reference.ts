import { stringify } from 'yaml';
import { LIQUID_FILTERS, LIQUID_TAGS } from '../../shared/content/liquid.ts';
import type { Json } from '../../shared/kernel/json.ts';
import { editorSchemas, type JsonSchema } from './editor-schemas.ts';
import { type FieldRow, fieldRows } from './field-rows.ts';

/** What stands between two marks of the reference is made, everything else is written by hand. */
const REGION = /(<!-- made: (\S+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** The reference with every table made anew. Throws on a mark of a name that there is no table for. */
export function withTables(reference: string, tables: ReadonlyMap<string, string>): string {
  return reference.replace(REGION, (_, begin: string, name: string, end: string) => {
    const table = tables.get(name);
    if (table === undefined) throw new Error(`there is no table ${name}: known are ${[...tables.keys()].join(', ')}`);
    return `${begin}\n${table}\n\n${end}`;
  });
}

/** Every table by its name: one a file kind, one a kind of step, and what Liquid knows. */
export function referenceTables(): ReadonlyMap<string, string> {
  const { campaign, ...files } = editorSchemas();
  const rows = fieldRows(campaign);
  const triggers = rows.filter(({ path }) => isOfTrigger(path)).map(belowTrigger);
  return new Map([
    ...Object.entries(files).map(([name, schema]) => [name, fieldTable(fieldRows(schema))] as const),
    ['campaign', fieldTable(rows.filter(({ path }) => !isOfTrigger(path)))],
    ['trigger', fieldTable(unique(triggers))],
    ['steps', stepTables(campaign)],
    ['filters', LIQUID_FILTERS.map((name) => `\`${name}\``).join(' ')],
    ['tags', LIQUID_TAGS.map((name) => `\`${name}\``).join(' ')],
  ]);
}

function isOfTrigger(path: string): boolean {
  return /^trigger(\[\])?\./.test(path);
}

function belowTrigger(row: FieldRow): FieldRow {
  return { ...row, path: row.path.replace(/^trigger(\[\])?\./, '') };
}

/** A trigger may stand alone or in a list: its fields are told once. */
function unique(rows: readonly FieldRow[]): FieldRow[] {
  return [...new Map(rows.map((row) => [row.path, row])).values()];
}

function stepTables({ definitions }: JsonSchema): string {
  const { oneOf } = (definitions as { readonly step: { readonly oneOf: readonly JsonSchema[] } }).step;
  return oneOf
    .filter((step) => step.properties !== undefined)
    .map((step) => {
      const [word] = step.required as readonly string[];
      const rows = fieldRows(step).filter(({ path }) => path !== 'id');
      return `#### \`${word}\`\n\n${fieldTable(unique(rows))}`;
    })
    .join('\n\n');
}

function fieldTable(rows: readonly FieldRow[]): string {
  const head = ['| field | meaning | value | default | example |', '|---|---|---|---|---|'];
  return [...head, ...rows.map(lineOf)].join('\n');
}

function lineOf(row: FieldRow): string {
  const fallback = row.isRequired ? 'required' : row.default === undefined ? '' : code(row.default);
  const cells = [
    `\`${row.path}\``,
    row.meaning,
    row.unit,
    fallback,
    row.example === undefined ? '' : code(row.example),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** As it would stand in the file, on one line. */
function code(value: Json): string {
  const text = stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trim();
  // Older readers of YAML take times for numbers and days for instants, so people are shown them in quotes.
  return `\`${text.replace(/(?<![\w"-])(\d{2}:\d{2}|\d{4}-\d{2}-\d{2})(?![\w"])/g, '"$1"')}\``;
}
