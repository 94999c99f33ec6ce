/** RFC 2047: an encoded word has at most 75 letters; `=?UTF-8?B?` and `?=` take 12, so 45 bytes fit as base64. */
const BYTES_A_WORD = 45;

export function isPrintableAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** Text of a header field of ours: itself when it is printable ASCII, else RFC 2047 words in UTF-8. Line breaks become spaces. */
export function encodedWords(text: string): string {
  const line = text.replace(/[\r\n]+/g, ' ');
  // Text that looks like an encoded word would be decoded by the reader: it is encoded itself.
  if (isPrintableAscii(line) && !line.includes('=?')) return line;
  const words: string[] = [];
  let current = '';
  for (const letter of line) {
    if (Buffer.byteLength(current + letter) > BYTES_A_WORD) {
      words.push(current);
      current = '';
    }
    current += letter;
  }
  words.push(current);
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}
