/** What a link of a mail may lead to. */
const SCHEMES = ['http', 'https', 'mailto', 'tel'];

const HREF = /(\shref=")([^"]*)(")/gi;
const LIQUID = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
const OWN_LINK = /\{\{-?\s*links\.(?:unsubscribe|preferences)\b[^}]*\}\}/;

/** The scheme of an address as mail programs read it, which drop spaces and control characters; null for one without. */
function schemeOf(address: string): string | null {
  const squeezed = [...address].filter((letter) => letter > ' ').join('');
  return /^([a-z][a-z0-9+.-]*):/i.exec(squeezed)?.[1]?.toLowerCase() ?? null;
}

function isSafe(address: string): boolean {
  const scheme = schemeOf(address);
  return scheme === null || SCHEMES.includes(scheme);
}

/** What is wrong with the links that a compiled part writes: P-02, and addresses that run a program. */
export function linkProblems(html: string): string[] {
  return [...html.matchAll(HREF)].flatMap(([, , address = '']) => {
    if (!isSafe(address.replace(LIQUID, '')))
      return [`links to \`${schemeOf(address)}:\`: a link leads to ${SCHEMES.map((each) => `${each}:`).join(', ')}`];
    const own = OWN_LINK.exec(address);
    if (own && own[0] !== address.trim())
      return [
        `writes \`${own[0]}\` into a longer address: whoever answers there could unsubscribe people, or see that they do. Let the link be \`${own[0]}\` alone (P-02)`,
      ];
    return [];
  });
}

/** A rendered mail whose values wrote no address that runs a program: such a link leads nowhere. */
export function withSafeLinks(html: string): string {
  return html.replace(HREF, (whole, before: string, address: string, after: string) =>
    isSafe(address) ? whole : `${before}#${after}`,
  );
}
