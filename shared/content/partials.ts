import { type Finding, suggestion } from '../workspace/findings.ts';
import type { TemplateSource } from '../workspace/template-source.ts';

/** Where a line of a body stands in the files of the workspace. */
interface Origin {
  readonly file: string;
  readonly line: number;
}

/** A template with its partials in their places. */
export interface ExpandedSource {
  readonly source: TemplateSource;
  readonly findings: readonly Finding[];
  /** What was found in the whole, told of the file and line that somebody wrote. */
  toldWhereWritten<T extends Origin>(place: T): T;
}

type Partials = Readonly<Record<string, string>>;

const PARTIAL = /<heed-partial\b[^>]*?(?:\/>|>\s*<\/heed-partial>|>)/g;
const NAMED = /^<heed-partial\s+name="([^"]*)"\s*(?:\/>|>\s*<\/heed-partial>)$/;

/** A mail is at most some 100 KB: partials that make more of themselves are a mistake, and stop here. */
const LARGEST_BODY = 500_000;

function partialFile(name: string): string {
  return `templates/_partials/${name}.mjml`;
}

/**
 * Puts partials into a template when it is published, not when a mail is made: nothing is read while sending, and the whole is
 * checked as one. Liquid's own `include` and `render` stay refused. Unknown partials, and those that hold themselves, are findings.
 */
export function withPartials(source: TemplateSource, partials: Partials): ExpandedSource {
  if (!source.body.includes('<heed-partial')) return { source, findings: [], toldWhereWritten: (place) => place };
  const made = new Expansion(partials);
  made.put(source.body, { file: source.file, line: source.bodyLine }, []);
  return {
    source: { ...source, body: made.text },
    findings: made.findings,
    toldWhereWritten: (place) => {
      const origin = place.file === source.file ? made.origins[place.line - source.bodyLine] : undefined;
      return origin ? { ...place, ...origin } : place;
    },
  };
}

class Expansion {
  text = '';
  /** One a line of `text`. */
  readonly origins: Origin[] = [];
  readonly findings: Finding[] = [];
  private readonly partials: Partials;

  constructor(partials: Partials) {
    this.partials = partials;
  }

  /** `via` are the partials that this text stands in. */
  put(text: string, at: Origin, via: readonly string[]): void {
    let from = 0;
    for (const found of text.matchAll(PARTIAL)) {
      const before = text.slice(0, found.index);
      const here = { ...at, line: at.line + before.split('\n').length - 1 };
      this.append(text.slice(from, found.index), lineAt(text, from, at));
      this.putPartial(found[0], here, found.index - before.lastIndexOf('\n'), via);
      from = found.index + found[0].length;
    }
    this.append(text.slice(from), lineAt(text, from, at));
  }

  private putPartial(tag: string, here: Origin, column: number, via: readonly string[]): void {
    const name = NAMED.exec(tag)?.[1];
    const content = name !== undefined && Object.hasOwn(this.partials, name) ? this.partials[name] : undefined;
    const problem = this.problemOf(name, content, via);
    if (problem === null && name !== undefined && content !== undefined) {
      this.put(content.replace(/\n$/, ''), { file: partialFile(name), line: 1 }, [...via, name]);
    }
    if (problem !== null) this.findings.push({ ...here, column, path: 'body', message: problem, severity: 'error' });
  }

  private problemOf(name: string | undefined, content: string | undefined, via: readonly string[]): string | null {
    if (name === undefined) return 'is no partial: write it as <heed-partial name="…" />';
    if (content === undefined) {
      const known = suggestion(name, Object.keys(this.partials));
      return `puts in the partial \`${name}\`, but there is no ${partialFile(name)}${known}`;
    }
    if (via.includes(name))
      return `puts in the partial \`${name}\`, which stands in itself: ${[...via, name].join(' > ')}`;
    if (this.text.length + content.length <= LARGEST_BODY) return null;
    return `puts in the partial \`${name}\`, and the mail becomes larger than any mail program shows: make it shorter`;
  }

  private append(text: string, at: Origin): void {
    const [, ...more] = text.split('\n');
    // What begins a line says whose it is; blanks before a partial say nothing.
    if (this.text.slice(this.text.lastIndexOf('\n') + 1).trim() === '')
      this.origins[this.text.split('\n').length - 1] = at;
    more.forEach((_, index) => {
      this.origins.push({ ...at, line: at.line + index + 1 });
    });
    this.text += text;
  }
}

function lineAt(text: string, index: number, at: Origin): Origin {
  return { ...at, line: at.line + text.slice(0, index).split('\n').length - 1 };
}
