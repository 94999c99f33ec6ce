/** Text that is HTML already: made by `html`, or a constant of ours. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Child = Html | string | number | null | false | readonly Child[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function rendered(child: Child): string {
  if (child === null || child === false) return '';
  if (child instanceof Html) return child.text;
  if (typeof child === 'object') return child.map(rendered).join('');
  return String(child).replace(/[&<>"']/g, (letter) => entities[letter] as string);
}

/**
 * A template whose values are escaped, for text and for quoted attributes; `Html` goes in as it is, lists are joined, null and
 * false leave nothing. Ours because the libraries that do it either bring a framework or give promises.
 */
export function html(parts: TemplateStringsArray, ...children: readonly Child[]): Html {
  return new Html(parts.reduce((text, part, index) => text + rendered(children[index - 1] ?? null) + part));
}
