import type * as z from 'zod';
import { problemsOf } from '../../shared/events/envelope.ts';
import { fieldProblem, type ProblemAnswer, problem } from './problem.ts';

export type Body<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly answer: ProblemAnswer<400 | 413> };

/** Below Lambda's 6 MB for a request, which counts the envelope and its escapes too. */
export const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** Reads a body as JSON. Refuses with 413 what is too large, and with 400, naming the position, what is no JSON. */
export function parseJson(bytes: Buffer): Body<unknown> {
  const text = bytes.toString('utf8');
  if (bytes.length > MAX_BODY_BYTES) {
    return { ok: false, answer: problem(413, 'The body has more than 5 MiB: send it in several requests.') };
  }
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return {
      ok: false,
      answer: problem(400, `The body is not JSON: ${faultIn(text, (error as SyntaxError).message)}.`),
    };
  }
}

/** Reads a body by a schema. Refuses with 400 and the field paths. */
export function parseBody<T>(bytes: Buffer, schema: z.ZodType<T>): Body<T> {
  const json = parseJson(bytes);
  if (!json.ok) return json;
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, answer: fieldProblem(400, 'The body is not what this path takes.', problemsOf(parsed.error)) };
}

/** V8 tells the position of most faults; of an unexpected letter it shows the text around it instead, which is not ours to repeat. */
function faultIn(text: string, message: string): string {
  if (text.trim() === '') return 'it is empty';
  const at = /at position (\d+)/.exec(message);
  const position = at ? Number(at[1]) : message.includes('Unexpected end') ? text.length : firstUnexpected(text);
  const before = text.slice(0, position).split('\n');
  return `something is wrong at position ${position} (line ${before.length}, column ${(before.at(-1) ?? '').length + 1})`;
}

/** The first letter that no JSON can have there: prefixes up to it are merely incomplete, all longer ones are wrong. */
function firstUnexpected(text: string): number {
  let right = text.length;
  let left = 0;
  while (left < right) {
    const middle = (left + right) >> 1;
    if (isWrong(text.slice(0, middle + 1))) right = middle;
    else left = middle + 1;
  }
  return left;
}

function isWrong(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return false;
  } catch (error) {
    return (error as SyntaxError).message.startsWith('Unexpected token');
  }
}
