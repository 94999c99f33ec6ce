import { randomUUID } from 'node:crypto';
import PostalMime from 'postal-mime';
import { decodeTag } from '../../shared/events/feedback.ts';
import { isObject, type Json, type JsonObject } from '../../shared/kernel/json.ts';
import { AwsError } from './aws-error.ts';
import type { Mail } from './inbox-mail.ts';
import { text } from './need.ts';
import { addressFault, addressOf } from './ses-address.ts';
import { readHeaders, readTags } from './ses-fields.ts';

/** SES takes 40 MB a message. */
const MAX_BYTES = 40 * 1024 * 1024;
const MAX_RECIPIENTS = 50;

/** What the content of a mail gives to the inbox, whichever way it was sent. */
interface Content {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly from?: string;
  readonly to?: readonly string[];
}

/** Reads the input of SendEmail as SES judges it. Throws BadRequestException, NotFoundException or MessageRejected with SES's words. */
export async function readMail(input: JsonObject, hasConfigurationSet: (name: string) => boolean): Promise<Mail> {
  if (input.ListManagementOptions !== undefined)
    throw badRequest(
      'ListManagementOptions is refused: SES would replace our List-Unsubscribe pair and host the page.',
    );
  const configurationSet = text(input.ConfigurationSetName) ?? null;
  if (configurationSet && !hasConfigurationSet(configurationSet))
    throw new AwsError('NotFoundException', 404, `Configuration set <${configurationSet}> does not exist.`);
  const content = await readContent(object(input.Content));
  const from = text(input.FromEmailAddress) ?? content.from;
  if (!from) throw badRequest("Missing required header 'From'.");
  const to = readRecipients(object(input.Destination), content.to);
  const replyTo = texts(input.ReplyToAddresses);
  for (const mailbox of [from, ...to, ...replyTo]) {
    const fault = addressFault(mailbox);
    if (fault) throw badRequest(fault);
  }
  const tags = readTags(input.EmailTags);
  return {
    id: messageId(),
    at: new Date(Date.now()).toISOString(),
    from,
    to: to.map(addressOf),
    replyTo,
    subject: content.subject,
    html: content.html,
    text: content.text,
    headers: content.headers,
    tags,
    configurationSet,
    profileId: profileIdIn(tags.profileId),
    tracking: readTracking(object(input.ConfigurationOverrides)),
  };
}

/** An id in SES's form; feedback ids look the same. */
export function messageId(): string {
  return `0100${Date.now().toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
}

async function readContent(content: JsonObject): Promise<Content> {
  const kinds = ['Simple', 'Raw', 'Template'].filter((kind) => content[kind] !== undefined);
  if (kinds.length !== 1) throw badRequest('Exactly one of Simple, Raw and Template must be given as Content.');
  if (kinds[0] === 'Template')
    throw badRequest('The local run does not render SES templates; send Simple or Raw content.');
  const read = kinds[0] === 'Simple' ? readSimple(object(content.Simple)) : await readRaw(object(content.Raw));
  if (Buffer.byteLength(read.html) + Buffer.byteLength(read.text) > MAX_BYTES)
    throw new AwsError('MessageRejected', 400, 'Message length exceeds the maximum of 41943040 bytes.');
  return read;
}

function readSimple(simple: JsonObject): Content {
  const subject = object(simple.Subject).Data;
  if (typeof subject !== 'string') throw badRequest("Missing required parameter 'Subject'.");
  const body = object(simple.Body);
  const [html, plain] = [text(object(body.Html).Data), text(object(body.Text).Data)];
  if (html === undefined && plain === undefined) throw badRequest('Missing required body: Text or Html must be given.');
  return { subject, html: html ?? '', text: plain ?? '', headers: readHeaders(simple.Headers) };
}

async function readRaw(raw: JsonObject): Promise<Content> {
  const data = Buffer.from(text(raw.Data) ?? '', 'base64');
  if (data.length === 0) throw badRequest('Raw message data must not be empty.');
  if (data.length > MAX_BYTES)
    throw new AwsError('MessageRejected', 400, 'Message length exceeds the maximum of 41943040 bytes.');
  const parsed = await PostalMime.parse(data);
  const headers = Object.fromEntries(parsed.headers.map((header) => [header.originalKey ?? header.key, header.value]));
  const addresses = (parsed.to ?? []).flatMap((mailbox) => (mailbox.address ? [mailbox.address] : []));
  return {
    subject: parsed.subject ?? '',
    html: parsed.html ?? '',
    text: parsed.text ?? '',
    headers,
    ...(parsed.from?.address && {
      from: parsed.headers.find(({ key }) => key === 'from')?.value ?? parsed.from.address,
    }),
    to: addresses,
  };
}

function readRecipients(destination: JsonObject, fromContent: readonly string[] = []): readonly string[] {
  const given = ['ToAddresses', 'CcAddresses', 'BccAddresses'].flatMap((field) => texts(destination[field]));
  const recipients = given.length > 0 ? given : fromContent;
  if (recipients.length === 0) throw badRequest("Missing required header 'To'.");
  if (recipients.length > MAX_RECIPIENTS) throw badRequest(`Recipient count exceeds ${MAX_RECIPIENTS}.`);
  return recipients;
}

function readTracking(overrides: JsonObject): Mail['tracking'] {
  const tracking = object(overrides.Tracking);
  const enabled = (field: string): boolean => {
    const value = tracking[field];
    if (value !== undefined && value !== 'ENABLED' && value !== 'DISABLED')
      throw badRequest(`${field} must be ENABLED or DISABLED.`);
    return value !== 'DISABLED';
  };
  return { opens: enabled('OpenTrackingEnabled'), clicks: enabled('ClickTrackingEnabled') };
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function object(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', 400, message);
}

/** The profile id in a mail's tag; null for a mail without one. */
function profileIdIn(tag: string | undefined): string | null {
  return tag === undefined ? null : decodeTag(tag);
}
