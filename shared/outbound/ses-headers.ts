import type { Mail } from '../messages/mailer.ts';

/** SES's own limits (permission.md 1.2). */
const MOST_HEADERS = 15;
const NAME = /^[!-9;-@A-~]{1,126}$/;
const VALUE = /^[\x20-\x7e]{1,995}$/;
const MOST_TOGETHER = 996;

/**
 * What SES would refuse or an attacker would smuggle in (P-86): the name of the first header that cannot go out, else null.
 * Never the value.
 */
export function unsendableHeader({ headers, subject }: Pick<Mail, 'headers' | 'subject'>): string | null {
  if (/[\r\n]/.test(subject)) return 'Subject';
  if (headers.length > MOST_HEADERS) return `header ${MOST_HEADERS + 1}`;
  const place = headers.findIndex(
    ({ name, value }) => !NAME.test(name) || !VALUE.test(value) || name.length + value.length > MOST_TOGETHER,
  );
  if (place < 0) return null;
  const name = headers[place]?.name ?? '';
  return NAME.test(name) ? name : `header ${place + 1}`;
}

const NAMED = /^\s*(.*?)\s*<([^<>]+)>\s*$/s;
/** Bytes of a word that stay within RFC 2047's 75 letters: `=?UTF-8?B?` + 60 + `?=`. */
const WORD_BYTES = 45;

/** A mailbox as SES takes it: a name outside ASCII becomes encoded words (RFC 2047); everything else stays as it is. */
export function encodedMailbox(mailbox: string): string {
  const [, name = '', address = ''] = NAMED.exec(mailbox) ?? [];
  if (!/[^\x20-\x7e]/.test(name)) return mailbox;
  const bare = name.replace(/^"(.*)"$/s, '$1');
  return `${encodedWords(bare)} <${address}>`;
}

function encodedWords(name: string): string {
  const words: string[] = [''];
  // Whole letters only: a word must decode on its own.
  for (const letter of name) {
    const grown = `${words.at(-1)}${letter}`;
    if (Buffer.byteLength(grown) > WORD_BYTES) words.push(letter);
    else words[words.length - 1] = grown;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}
