import type { Mail, MailOutcome } from './mailer.ts';

/** A mail to somebody of the staff, so that they see it where mails are read. It belongs to no message and to no person. */
export interface TestMail extends Pick<Mail, 'from' | 'to' | 'replyTo' | 'subject' | 'html' | 'text' | 'headers'> {
  readonly campaign: string;
}

export interface TestMailer {
  /** Whether this stage may write a test to the address by its allow-list; null where it has none (P-88). */
  allows(address: string): boolean | null;
  /** One request to SES; what became of it. Never rejects. */
  send(mail: TestMail): Promise<MailOutcome>;
}

/** SES's mailbox simulator: no person reads it, nothing counts. */
const SIMULATOR = 'simulator.amazonses.com';

/**
 * Whether a test may go to an address: to the staff and to SES's simulator, and where the stage has an allow-list (P-88), to
 * those on it and to nobody else. `email` in the form of `parseEmail`.
 */
export function isTestRecipient(email: string, staffDomains: readonly string[], allowed: boolean | null): boolean {
  if (allowed !== null) return allowed;
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return domain === SIMULATOR || staffDomains.some((each) => each.toLowerCase() === domain);
}

const SUBJECT = '[Test]';
const WORDS = 'This is a test. Nobody else got it, nothing counts it, and its links on permission do nothing.';
const BANNER = `<div style="background:#fff3c4;color:#1f1f1f;padding:12px 16px;font:14px/1.4 sans-serif;text-align:center">${WORDS}</div>`;

/** Marks a mail so that nobody can take it for one that was meant: subject, header, and a line above everything. */
export function markedAsTest(mail: TestMail): TestMail {
  const { campaign, subject, html, text, headers } = mail;
  const body = /<body[^>]*>/i.exec(html);
  const at = body ? body.index + body[0].length : 0;
  return {
    ...mail,
    subject: `${SUBJECT} ${subject}`,
    html: `${html.slice(0, at)}${BANNER}${html.slice(at)}`,
    text: `${WORDS}\n\n${text}`,
    headers: [...headers, { name: 'X-Heed-Test', value: campaign }],
  };
}
