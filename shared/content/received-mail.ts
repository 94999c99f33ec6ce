import { parseMailbox } from './mailbox.ts';
import { isWithin } from './senders.ts';

/** A DKIM signature of a mail as it arrived: who signed, and which header fields it covers. */
interface DkimSignature {
  /** `d=`. */
  readonly domain: string;
  /** `h=`, in lower case. */
  readonly covers: readonly string[];
}

interface ReceivedMail {
  /** Domain of From; null where it cannot be read. */
  readonly from: string | null;
  readonly signatures: readonly DkimSignature[];
  /** What stands against it; empty: one-click unsubscribing is signed as P-03 asks for. */
  readonly faults: readonly string[];
}

interface Field {
  readonly name: string;
  readonly value: string;
}

/** Both must be under the signature, else receivers ignore the one click (RFC 8058, section 4). */
const SIGNED = ['list-unsubscribe', 'list-unsubscribe-post'] as const;

/** The header fields of a raw mail, unfolded. */
function fieldsOf(raw: string): readonly Field[] {
  const [head = ''] = raw.replace(/\r\n?/g, '\n').split('\n\n', 1);
  return head
    .replace(/\n(?=[ \t])/g, '')
    .split('\n')
    .flatMap((line) => {
      const colon = line.indexOf(':');
      const name = line.slice(0, colon).trim().toLowerCase();
      return colon > 0 && /^[!-9;-~]+$/.test(name) ? [{ name, value: line.slice(colon + 1).trim() }] : [];
    });
}

function signatureIn(value: string): DkimSignature {
  const tags = new Map(
    value.split(';').map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals).trim(), pair.slice(equals + 1).replace(/\s/g, '')];
    }),
  );
  const covers = (tags.get('h') ?? '').toLowerCase().split(':');
  return { domain: (tags.get('d') ?? '').toLowerCase(), covers: covers.filter((name) => name !== '') };
}

/** Relaxed alignment (RFC 7489) without a list of public suffixes: one name within the other, and no top-level domain. */
function isAligned(signer: string, from: string | null): boolean {
  return from !== null && signer.includes('.') && (isWithin(signer, from) || isWithin(from, signer));
}

/**
 * Reads a mail as a mailbox got it, with all its header fields, and finds out whether its one-click unsubscribing is signed for the
 * domain it comes from (P-03). It reads what the signature covers; whether the signature itself is right says the receiver's own
 * `Authentication-Results`. Pure.
 */
export function checkDkimHeaders(raw: string): ReceivedMail {
  const fields = fieldsOf(raw);
  const valuesOf = (name: string) => fields.filter((field) => field.name === name).map(({ value }) => value);
  const parsed = parseMailbox(valuesOf('from')[0] ?? '');
  const from = parsed.ok ? (parsed.mailbox.email.split('@')[1]?.toLowerCase() ?? null) : null;
  const signatures = valuesOf('dkim-signature').map(signatureIn);
  const faults = [
    ...(from === null ? ['From cannot be read'] : []),
    ...listFaults(valuesOf('list-unsubscribe'), valuesOf('list-unsubscribe-post')),
    ...signatureFaults(signatures, from),
  ];
  return { from, signatures, faults };
}

function listFaults(unsubscribe: readonly string[], post: readonly string[]): string[] {
  return [
    ...(unsubscribe.length === 1 ? [] : [`List-Unsubscribe is there ${unsubscribe.length} times and not once (P-01)`]),
    ...(unsubscribe.every((value) => /^<https:\/\/[^\s<>]+>$/.test(value))
      ? []
      : ['List-Unsubscribe is not one https address (P-01)']),
    ...(post.length === 1 && post[0] === 'List-Unsubscribe=One-Click'
      ? []
      : ['List-Unsubscribe-Post is not there once as List-Unsubscribe=One-Click (P-01)']),
  ];
}

function signatureFaults(signatures: readonly DkimSignature[], from: string | null): string[] {
  if (signatures.length === 0) return ['there is no DKIM-Signature'];
  const aligned = signatures.filter(({ domain }) => isAligned(domain, from));
  if (aligned.length === 0) {
    const signers = signatures.map(({ domain }) => domain || 'nobody').join(', ');
    return [`no signature is of the domain that the mail comes from: signed for ${signers}`];
  }
  const missing = aligned.map(({ covers }) => SIGNED.filter((name) => !covers.includes(name)));
  if (missing.some((names) => names.length === 0)) return [];
  return [`the signature of ${aligned[0]?.domain} does not cover ${missing[0]?.join(' and ')} (h=)`];
}
