import type { LinkTags, Settings } from '../workspace/definitions.ts';
import { type Finding, suggestion } from '../workspace/findings.ts';
import type { YamlFile } from '../workspace/yaml-file.ts';
import { textLiquid } from './liquid.ts';
import { readLiquid } from './liquid-checks.ts';
import type { RenderedMessage } from './render.ts';
import { escapeHtml } from './safe-text.ts';

/** What the parameters of a mail's links may say: nothing about the person, since links end in other people's logs. */
const NAMES = ['campaign.id', 'template.id', 'topic.id', 'locale'] as const;

/** The mail whose links they are. */
interface TaggedMail {
  readonly campaign: string | null;
  readonly template: string;
  readonly topic: string | null;
  readonly locale: string;
}

/** `utm_source=heed&utm_medium=email`, escaped; parameters that say nothing are left out. */
export function linkParameters(tags: LinkTags, mail: TaggedMail): string {
  const scope = {
    campaign: { id: mail.campaign },
    template: { id: mail.template },
    topic: { id: mail.topic },
    locale: mail.locale,
  };
  return Object.entries(tags)
    .map(([name, text]) => [name, String(textLiquid.parseAndRenderSync(text ?? '', scope)).trim()] as const)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `utm_${name}=${encodeURIComponent(value)}`)
    .join('&');
}

const ANCHOR = /<a\s[^>]*>/g;
const HREF = /(\shref=")(https?:\/\/[^"]*)(")/i;
const WEB_ADDRESS = /https?:\/\/[^\s()<>]+/g;

/**
 * Appends parameters to the web links of a mail, in HTML and in text. Links of heed's own (`ownOrigin`: unsubscribe, preferences) and
 * those that say some `utm_` of their own stay as they are.
 */
export function withLinkParameters<T extends RenderedMessage>(
  mail: T,
  parameters: string,
  ownOrigin: string | null,
): T {
  if (parameters === '') return mail;
  const tagged = new Map<string, string>();
  const html = mail.html.replace(ANCHOR, (anchor) => {
    if (/\sses:no-track(\s|=|>|\/)/.test(anchor)) return anchor;
    return anchor.replace(HREF, (whole, before: string, escaped: string, after: string) => {
      const address = unescapeHtml(escaped);
      if (!mayBeTagged(address, ownOrigin)) return whole;
      tagged.set(address, appended(address, parameters));
      return `${before}${escapeHtml(appended(address, parameters))}${after}`;
    });
  });
  return { ...mail, html, text: mail.text.replace(WEB_ADDRESS, (address) => tagged.get(address) ?? address) };
}

function mayBeTagged(address: string, ownOrigin: string | null): boolean {
  return URL.canParse(address) && new URL(address).origin !== ownOrigin && !/[?&]utm_/i.test(address);
}

/** Before the fragment, and behind what the link asks for already; the rest of it stays letter by letter. */
function appended(address: string, parameters: string): string {
  const hash = address.indexOf('#');
  const [page, fragment] = hash < 0 ? [address, ''] : [address.slice(0, hash), address.slice(hash)];
  const joint = !page.includes('?') ? '?' : /[?&]$/.test(page) ? '' : '&';
  return `${page}${joint}${parameters}${fragment}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function unescapeHtml(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** What `links.utm` of settings.yaml says that no mail knows, or that would tell others about a person. */
export function linkTagFindings(yaml: YamlFile, { links }: Settings): Finding[] {
  return Object.entries(links?.utm ?? {}).flatMap(([name, text]) => {
    const at = ['links', 'utm', name];
    const read = readLiquid(text ?? '');
    if (!read.ok) return [yaml.at(at, `\`links.utm.${name}\` ${read.problem.message}`)];
    return read.variables
      .map(({ path }) => path.join('.'))
      .filter((path) => !(NAMES as readonly string[]).includes(path))
      .map((path) => {
        const words = `reads \`${path}\`, which links do not tell: nothing about a person stands in them`;
        return yaml.at(at, `\`links.utm.${name}\` ${words}${suggestion(path, NAMES)}`);
      });
  });
}
