import * as z from 'zod';
import { count, text } from './scalars.ts';

/** A field to mend. */
export const fieldError = z.object({
  field: text('Where in what was sent, such as `properties.topics[0]`; empty for the whole.'),
  message: text('What is wrong with it and what to write instead. Never repeats the value.'),
});

/** What publication found in a file. */
export const finding = z.object({
  file: text('The file, such as `campaigns/welcome.yaml`.'),
  line: count('Line in the file, from 1.'),
  column: count('Column in the line, from 1.'),
  path: text('Where in the file’s data, such as `steps[0].send`; empty for the whole file.'),
  message: text('What is wrong and the remedy, in plain words.'),
  words: text('The same as `message`.'),
  severity: z.enum(['error', 'warning']).describe('An error refuses the release, a warning goes with it.'),
});

/** The body of every refusal: problem details of RFC 9457, `application/problem+json`. */
export const problemSchema = z.object({
  type: text('Always `about:blank`: the status says which kind of problem it is.'),
  title: text('The kind of problem in a few words.'),
  status: count('The HTTP status.'),
  detail: text('What is wrong and what to do, in plain words.'),
  errors: z.array(fieldError).optional().describe('The fields to mend, where fields are at fault.'),
  findings: z.array(finding).optional().describe('Of a publication that was refused: everything that is wrong.'),
  release: count('Of a publication that came second: the release that is active now.').optional(),
});
