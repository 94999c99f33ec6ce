/** What MJML says about a source, by its own line. */
interface MjmlProblem {
  readonly line: number;
  readonly message: string;
}

interface MjmlResult {
  readonly html: string;
  readonly problems: readonly MjmlProblem[];
}

/** Who saves one file of a workspace publishes all of it again: what did not change is not compiled again. */
const REMEMBERED = 200;
const remembered = new Map<string, Promise<MjmlResult>>();

/** As `compile`, which is pure: the same source is compiled once. */
export function mjmlToHtml(source: string): Promise<MjmlResult> {
  const known = remembered.get(source);
  if (known) return known;
  const compiled = compile(source);
  remembered.set(source, compiled);
  const [oldest] = remembered.keys();
  if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  return compiled;
}

/**
 * MJML to HTML. No file is read (`mj-include` is a finding of its own, and ignored here), no font is loaded from a third
 * party: a font's server would learn who opens what (P-22). Never rejects: what MJML throws comes as a problem.
 */
async function compile(source: string): Promise<MjmlResult> {
  // Loaded when something is published, not when a function starts: it is by far the largest module of all.
  const { default: mjml2html } = await import('mjml');
  try {
    const { html, errors } = await mjml2html(source, {
      validationLevel: 'soft',
      ignoreIncludes: true,
      keepComments: false,
      fonts: {},
    });
    return { html: compact(html), problems: errors.map(({ line, message }) => ({ line, message })) };
  } catch (error) {
    const message = (error as Error).message.split('\n')[0] ?? 'cannot be read';
    const line = /line (\d+)/i.exec(message)?.[1];
    return { html: '', problems: [{ line: Number(line ?? 1), message }] };
  }
}

/** MJML indents generously; mail programs cut at 102 KB. Line ends stay, so words stay apart. */
function compact(html: string): string {
  return html.replace(/[ \t]*\n\s*/g, '\n').trim();
}
