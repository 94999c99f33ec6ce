import type * as z from 'zod';
import { checkSchema } from './check-schema.ts';
import type { MessageClass } from './definitions.ts';
import type { Finding } from './findings.ts';
import { mended } from './mended.ts';
import { frontMatterSchema } from './schemas/front-matter.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

/** One locale of a template as its file says it, before MJML and Liquid are looked at. */
export interface TemplateSource {
  readonly file: string;
  /** `cart-reminder`, or `_system/confirmation`. */
  readonly id: string;
  readonly locale: string;
  readonly subject: string;
  readonly preheader: string;
  readonly class: MessageClass;
  readonly body: string;
  /** The line of the file that the body starts on. */
  readonly bodyLine: number;
  readonly frontMatter: YamlFile;
}

const FRONT_MATTER = /^---[ \t]*\r?\n([\s\S]*?)(?:^|\r?\n)---[ \t]*(?:\r?\n|$)/;

interface Read {
  readonly source: TemplateSource | null;
  /** Where the front matter is refused: the template without its faults, so that its body is looked at all the same. */
  readonly left?: TemplateSource | null;
  readonly findings: readonly Finding[];
}

/** Splits a template's file into front matter and body. */
export function readTemplate(file: string, id: string, locale: string, content: string): Read {
  const parts = FRONT_MATTER.exec(content);
  if (!parts) {
    const message = 'has no front matter: begin the file with a line `---`, then `subject: …`, then a line `---`';
    return { source: null, findings: [{ file, line: 1, column: 1, path: '', message, severity: 'error' }] };
  }
  const frontMatter = readYaml(file, parts[1] ?? '', 2);
  const checked = checkSchema<z.ZodType<z.output<typeof frontMatterSchema>>>(
    frontMatter,
    frontMatterSchema,
    frontMatter.value ?? {},
  );
  const bodyLine = parts[0].split('\n').length;
  const at = { file, id, locale, body: content.slice(parts[0].length), bodyLine, frontMatter };
  if (checked.ok) return { source: sourceOf(at, checked.value), findings: [] };
  const head =
    frontMatter.findings.length > 0 ? null : mended(frontMatterSchema, frontMatter.value ?? {}, subjectStandIn);
  return { source: null, left: head && sourceOf(at, head), findings: checked.findings };
}

const subjectStandIn = ([name]: readonly PropertyKey[]) => (name === 'subject' ? 'Subject' : undefined);

type Place = Omit<TemplateSource, 'subject' | 'preheader' | 'class'>;

function sourceOf(at: Place, head: z.output<typeof frontMatterSchema>): TemplateSource {
  // heed's own mails are never marketing, whatever their front matter says or leaves out.
  return { ...at, ...head, class: at.id.startsWith('_system/') ? 'transactional' : head.class };
}
