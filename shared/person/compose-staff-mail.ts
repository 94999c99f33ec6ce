import { textLiquid } from '../content/liquid.ts';
import { escapeHtml, oneLine } from '../content/safe-text.ts';
import type { Mail } from '../messages/mailer.ts';
import { STAFF_ADDRESS, staffAddress } from '../messages/staff-mail.ts';
import type { ComposeInput } from './compose-mail.ts';
import { factsOf } from './facts.ts';
import { notifyStepOf } from './question.ts';

/** Letters of a subject; a value from outside may be as long as it likes. */
const LONGEST_SUBJECT = 200;
/** Letters of the text: a colleague reads it, and SES takes it. */
const LONGEST_TEXT = 100_000;

/**
 * The mail of a `notify` step: its words filled with the facts that conditions see, in the workspace's first language and its own
 * zone, because a colleague reads them. No list headers, no links, no tracking: it is about the person and not for them. Throws
 * where the run or its step is gone, where the address is of no staff domain, and where Liquid runs beyond its limits.
 */
export function staffMail({ person, message, workspace, content, now }: ComposeInput): Mail {
  const { brand, locales, timeZone, staffDomains } = content.settings;
  const step = notifyStepOf(person, workspace, message);
  const to = step ? staffAddress(step.to, staffDomains) : null;
  const run = person.enrollments.find((each) => each.enrollmentId === message.enrollmentId);
  if (!step || to === null || !run) throw new Error(`message ${message.messageId} has no step or no recipient`);
  const facts = factsOf(person, workspace, now, { ...run.event, properties: run.properties }, run);
  const options = { globals: { locale: locales[0] ?? 'en', timeZone } };
  const filled = (source: string) =>
    String(textLiquid.renderSync(textLiquid.parse(source), { ...facts, brand }, options));
  const text = filled(step.text).slice(0, LONGEST_TEXT);
  return {
    messageId: message.messageId,
    profileId: person.profileId,
    addressHmac: STAFF_ADDRESS,
    class: 'transactional',
    topic: null,
    from: brand.transactionalFrom,
    to,
    replyTo: brand.replyTo ?? null,
    subject: oneLine(filled(step.subject)).trim().slice(0, LONGEST_SUBJECT),
    html: htmlOf(text, options.globals.locale),
    text,
    headers: [],
    tracking: false,
  };
}

function htmlOf(text: string, locale: string): string {
  const lines = escapeHtml(text).replace(/\r\n|\r|\n/g, '<br />\n');
  return `<!doctype html>\n<html lang="${escapeHtml(locale)}"><head><meta charset="utf-8" /></head><body><p>${lines}</p></body></html>\n`;
}
