import type { Problem } from '../kernel/errors.ts';
import type { Brand } from '../workspace/definitions.ts';
import { encodedWords, isPrintableAscii } from './encoded-words.ts';
import { parseMailbox } from './mailbox.ts';

interface Header {
  readonly name: string;
  readonly value: string;
}

interface MarketingHeadersInput {
  readonly brand: Brand;
  readonly topicId: string;
  /** In the mail's locale. */
  readonly topicName: string;
  /** Absolute, on the link domain; `http:` on loopback hosts only, which is the local run. */
  readonly unsubscribeUrl: string;
}

/**
 * The headers of a marketing message (permission.md 1.1, P-01): a `List-Id` of its topic (P-15), exactly one
 * `List-Unsubscribe` with exactly one https URI and no mailto (P-13), and the one-click line (RFC 8058).
 * Transactional messages get none. Throws on an address that is no link of ours: such a mail must not go out.
 */
export function marketingHeaders({ brand, topicId, topicName, unsubscribeUrl }: MarketingHeadersInput): Header[] {
  const headers = [
    { name: 'List-Id', value: `${phrase(`${brand.name} ${topicName}`)} <${listId(brand, topicId)}>` },
    { name: 'List-Unsubscribe', value: `<${oneLink(unsubscribeUrl)}>` },
    { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
  ];
  const problem = headerProblems(headers)[0];
  if (problem) throw new Error(`header ${problem.field} ${problem.message}`);
  return headers;
}

/** RFC 2919: a label of the topic within the domain that sends. */
function listId(brand: Brand, topicId: string): string {
  const from = parseMailbox(brand.from);
  if (!from.ok) throw new Error('brand.from is no address: the release is corrupt');
  return `${topicId.toLowerCase()}.${from.mailbox.email.slice(from.mailbox.email.lastIndexOf('@') + 1)}`;
}

function phrase(text: string): string {
  const line = text
    .replace(/[\r\n]+/g, ' ')
    .slice(0, 200)
    .trim();
  if (!isPrintableAscii(line) || line.includes('=?')) return encodedWords(line);
  return /^[A-Za-z0-9 !#$%&'*+\-/=?^_`{|}~]*$/.test(line) ? line : `"${line.replace(/["\\]/g, '\\$&')}"`;
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

function oneLink(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const secure = parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && LOOPBACK.includes(parsed.hostname));
  if (!secure || /[^\x21-\x7e]|[<>,"]/.test(url))
    throw new Error('the unsubscribe link is not a single https address (P-01)');
  return url;
}

// SES: permission.md 1.2.
const MAX_HEADERS = 15;
const MAX_NAME = 126;
const MAX_VALUE = 995;
const MAX_LINE = 996;
const NAME = /^[!-9;-@A-~]+$/;

/** What SES, or a mail program, would refuse or misread about these headers (P-86); the fields are their names. */
export function headerProblems(headers: readonly Header[]): Problem[] {
  const problems: Problem[] = [];
  if (headers.length > MAX_HEADERS)
    problems.push({ field: '', message: `are ${headers.length}, SES takes ${MAX_HEADERS}` });
  const seen = new Set<string>();
  for (const { name, value } of headers) {
    const say = (message: string) => problems.push({ field: NAME.test(name) ? name : 'name', message });
    if (!NAME.test(name) || name.length > MAX_NAME)
      say(`takes 1 to ${MAX_NAME} printable letters without colon or space`);
    if (!isPrintableAscii(value)) say('takes printable ASCII in its value, no line break');
    if (value.length > MAX_VALUE || name.length + value.length > MAX_LINE) say(`is longer than ${MAX_VALUE} letters`);
    if (seen.has(name.toLowerCase())) say('is there twice');
    seen.add(name.toLowerCase());
  }
  return problems;
}
