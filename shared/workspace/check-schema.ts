import type * as z from 'zod';
import { type Finding, pathText, suggestion } from './findings.ts';
import type { YamlFile } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;

/** How far a value got into one branch of a union: deep complaints, or one about its letters, mean that the branch was meant. */
function progress(issues: readonly Issue[]): number {
  const complaint = (issue: Issue) => {
    if (issue.code === 'unrecognized_keys') return 2;
    return issue.code === 'invalid_type' || issue.code === 'invalid_value' ? 0 : 1;
  };
  return Math.max(0, ...issues.map((each) => 2 * each.path.length + complaint(each)));
}

/** Of a union's branches the one that was meant. Null when the value is none of them at first sight. */
function meantBranch(issue: z.core.$ZodIssueInvalidUnion): readonly Issue[] | null {
  const furthest = [...issue.errors].sort((a, b) => progress(b) - progress(a))[0];
  return furthest && progress(furthest) > 0 ? furthest : null;
}

function flatten(issue: Issue, prefix: readonly PropertyKey[]): { path: PropertyKey[]; issue: Issue }[] {
  const path = [...prefix, ...issue.path];
  const branch = issue.code === 'invalid_union' ? meantBranch(issue) : null;
  if (branch) return branch.flatMap((each) => flatten(each, path));
  // The discriminator of a step is ours, no file has it: the complaint is about the step.
  if (issue.code === 'invalid_union' && issue.discriminator === path.at(-1))
    return [{ path: path.slice(0, -1), issue }];
  return [{ path, issue }];
}

function subject(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the file' : `\`${pathText(path)}\``;
}

function wordsFor(yaml: YamlFile, path: PropertyKey[], issue: Issue): Finding[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      yaml.atKey([...path, key], `\`${pathText([...path, key])}\` ${unknownKey(key, issue.message)}`),
    );
  }
  return [yaml.at(path, `${subject(path)} ${issue.message}`)];
}

// The schema's message lists what is known here; which of the keys is the stranger is said per key.
function unknownKey(key: string, known: string): string {
  return `is not known here${suggestion(key, known.split(', '))}`;
}

type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly findings: readonly Finding[] };

const GENERAL: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type') {
    return issue.input === undefined ? 'is missing' : `must be ${typeWords[issue.expected] ?? issue.expected}`;
  }
  if (issue.code === 'too_small')
    return issue.origin === 'number' ? `must be at least ${issue.minimum}` : 'must not be empty';
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`;
  if (issue.code === 'invalid_value')
    return `must be one of ${issue.values.map((each) => `\`${String(each)}\``).join(', ')}`;
  return undefined;
};

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a block of `name: value` lines',
  record: 'a block of `name: value` lines',
};

/** Checks a file's data against its schema: the typed value, or every violation with its place. */
export function checkSchema<S extends z.ZodType>(
  yaml: YamlFile,
  schema: S,
  value: unknown = yaml.value,
): Checked<z.output<S>> {
  if (yaml.findings.length > 0) return { ok: false, findings: yaml.findings };
  const result = schema.safeParse(value, { error: GENERAL });
  if (result.success) return { ok: true, value: result.data };
  const flat = result.error.issues.flatMap((issue) => flatten(issue, []));
  return { ok: false, findings: flat.flatMap(({ path, issue }) => wordsFor(yaml, path, issue)) };
}
