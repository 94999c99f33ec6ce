import * as z from 'zod';
import { commonStatuses, type Endpoint } from '../../shared/api/endpoint.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import type { Json } from '../../shared/kernel/json.ts';
import type { JsonSchema } from './editor-schemas.ts';
import { type FieldRow, fieldRows } from './field-rows.ts';

/** Every table of docs/api.md by its name, made of the schemas that the routes are typed by. */
export function apiTables(): ReadonlyMap<string, string> {
  const headings = Object.entries(endpoints);
  const told = headings.map(([heading, own]) => [`## ${heading}`, ...own.map(endpointText)].join('\n\n'));
  return new Map([
    ['routes', routeTable(headings.flatMap(([, own]) => own))],
    ['common-statuses', statusTable(commonStatuses)],
    ['problem', fieldTable(rowsOf(problemSchema, 'output'))],
    ['endpoints', told.join('\n\n')],
  ]);
}

/** The fields of a body, a query or an answer. */
export function rowsOf(schema: z.ZodType, io: 'input' | 'output'): readonly FieldRow[] {
  const made = z.toJSONSchema(schema, { io, target: 'draft-7', unrepresentable: 'any' });
  const rows = fieldRows(JSON.parse(JSON.stringify(made)) as JsonSchema);
  // One of something and a list of it have the same fields.
  const own = rows.map((row) => ({ ...row, path: row.path.replace(/^\[\]\./, '') }));
  return [...Map.groupBy(own, ({ path }) => path).values()].flatMap(merged);
}

/** Of several forms of a block each tells its own of a field. */
function merged([first, ...others]: readonly FieldRow[]): FieldRow[] {
  if (!first) return [];
  const joined = (name: 'meaning' | 'unit', by: string) =>
    [...new Set([first, ...others].map((row) => row[name]))].join(by);
  return [{ ...first, meaning: joined('meaning', ' '), unit: joined('unit', ' or ') }];
}

const titleOf = ({ method, path }: Endpoint) => `${method} ${path}`;

/** As GitHub names the heading of an endpoint. */
const anchorOf = (endpoint: Endpoint) =>
  titleOf(endpoint)
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');

/** What a policy grants to let somebody call it, behind the id of the API and any stage. */
const grantOf = ({ method, path }: Endpoint) => `${method}${path.replace(/\{\w+\}/g, '*')}`;

function routeTable(all: readonly Endpoint[]): string {
  const lines = all.map((each) => `| [\`${titleOf(each)}\`](#${anchorOf(each)}) | \`…/*/${grantOf(each)}\` |`);
  return ['| path | resource to grant |', '|---|---|', ...lines].join('\n');
}

function endpointText(endpoint: Endpoint): string {
  const { does, params = {}, query, body, bodyMayBeAbsent, answer, statuses } = endpoint;
  const named = Object.entries(params).map(([name, meaning]) => `\`{${name}}\`: ${meaning}`);
  return [
    `### ${titleOf(endpoint)}`,
    does,
    ...(named.length > 0 ? [named.join(' ')] : []),
    ...(query ? ['**Query**', askedTable(rowsOf(query, 'input'))] : []),
    ...(body ? [bodyMayBeAbsent ? '**Body**, or none' : '**Body**', askedTable(rowsOf(body, 'input'))] : []),
    '**Answer**',
    fieldTable(rowsOf(answer, 'output')),
    statusTable(statuses),
    exampleText(endpoint),
  ].join('\n\n');
}

function askedTable(rows: readonly FieldRow[]): string {
  const lines = rows.map((row) => {
    const otherwise = row.default === undefined ? '' : `\`${JSON.stringify(row.default)}\``;
    return lineOf([`\`${row.path}\``, row.meaning, valueText(row), row.isRequired ? 'required' : otherwise]);
  });
  return ['| field | meaning | value | left out |', '|---|---|---|---|', ...lines].join('\n');
}

function fieldTable(rows: readonly FieldRow[]): string {
  const lines = rows.map((row) => {
    const value = row.isRequired ? valueText(row) : `${valueText(row)}; may be absent`;
    return lineOf([`\`${row.path}\``, row.meaning, value]);
  });
  return ['| field | meaning | value |', '|---|---|---|', ...lines].join('\n');
}

function valueText({ unit, isNullable }: FieldRow): string {
  return isNullable && unit !== 'null' ? `${unit} or null` : unit;
}

function statusTable(statuses: Endpoint['statuses']): string {
  const lines = Object.entries(statuses).map(([status, meaning]) => lineOf([status, meaning]));
  return ['| status | when |', '|---|---|', ...lines].join('\n');
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function exampleText({ method, path, example }: Endpoint): string {
  const sent = [`${method} ${example.path ?? path}`, ...(example.body === undefined ? [] : [jsonText(example.body)])];
  return ['```http', ...sent, '```', '', '```json', jsonText(example.answer), '```'].join('\n');
}

const WIDTH = 120;

/** JSON with as much on a line as fits. */
function jsonText(value: unknown, indent = ''): string {
  const line = lineText(value as Json);
  if (line.length + indent.length <= WIDTH || typeof value !== 'object' || value === null) return line;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => `${deeper}${jsonText(item, deeper)}`);
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).map(
    ([name, below]) => `${deeper}${JSON.stringify(name)}: ${jsonText(below, deeper)}`,
  );
  return `{\n${members.join(',\n')}\n${indent}}`;
}

function lineText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => lineText(item)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, below]) => `${JSON.stringify(name)}: ${lineText(below as Json)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
