import type { Json, JsonObject } from '../../shared/kernel/json.ts';
import { AwsError } from './aws-error.ts';

// Limits of SES: permission.md 1.2.
const MAX_HEADERS = 15;
const MAX_HEADER_NAME = 126;
const MAX_HEADER_VALUE = 995;
const MAX_HEADER = 996;
const MAX_TAGS = 50;
const HEADER_NAME = /^[!-9;-@A-~]+$/;
const HEADER_VALUE = /^[ -~]+$/;
const TAG = /^[A-Za-z0-9_-]{1,256}$/;

/** `Simple.Headers` as name to value. Throws BadRequestException for what SES refuses; `List-*` may appear once. */
export function readHeaders(value: Json | undefined): Readonly<Record<string, string>> {
  const headers = pairs(value);
  if (headers.length > MAX_HEADERS) throw badRequest(`The number of headers exceeds the limit of ${MAX_HEADERS}.`);
  const seen = new Set<string>();
  for (const [name, content] of headers) {
    const key = name.toLowerCase();
    if (seen.has(key) && key.startsWith('list-')) throw badRequest(`Duplicate header '${name}'.`);
    seen.add(key);
    if (!HEADER_NAME.test(name) || name.length > MAX_HEADER_NAME) throw badRequest(`Invalid header name '${name}'.`);
    if (!HEADER_VALUE.test(content) || content.length > MAX_HEADER_VALUE || name.length + content.length > MAX_HEADER)
      throw badRequest(`Invalid value of header '${name}'.`);
  }
  return Object.fromEntries(headers);
}

/** `EmailTags` as name to value. Throws BadRequestException: names and values are [A-Za-z0-9_-], at most 256 long. */
export function readTags(value: Json | undefined): Readonly<Record<string, string>> {
  const tags = pairs(value);
  if (tags.length > MAX_TAGS) throw badRequest(`The number of message tags exceeds the limit of ${MAX_TAGS}.`);
  if (new Set(tags.map(([name]) => name)).size < tags.length) throw badRequest('Duplicate message tag name.');
  for (const [name, content] of tags) {
    if (!TAG.test(name))
      throw badRequest(`Invalid tag name <${name}>: it may hold A-Z, a-z, 0-9, _ and -, up to 256 characters.`);
    if (!TAG.test(content))
      throw badRequest(`Invalid value of tag <${name}>: it may hold A-Z, a-z, 0-9, _ and -, up to 256 characters.`);
  }
  return Object.fromEntries(tags);
}

function pairs(value: Json | undefined): [string, string][] {
  return (Array.isArray(value) ? (value as JsonObject[]) : []).map(({ Name, Value }) => [
    typeof Name === 'string' ? Name : '',
    typeof Value === 'string' ? Value : '',
  ]);
}

function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', 400, message);
}
