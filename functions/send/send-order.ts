import { setTimeout as pause } from 'node:timers/promises';
import type { AddressBook } from '../../shared/consent/address-book.ts';
import { linksOn } from '../../shared/consent/links.ts';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import type { SignUpCounts } from '../../shared/consent/sign-up-counts.ts';
import { type Instant, MINUTE, SECOND } from '../../shared/kernel/instants.ts';
import { orIfUnavailable } from '../../shared/kernel/or-if-unavailable.ts';
import { type Retrying, retryConflicts } from '../../shared/kernel/retry-conflicts.ts';
import { addressRefusal } from '../../shared/messages/address-refusal.ts';
import type { Mail, Mailer } from '../../shared/messages/mailer.ts';
import type { Message } from '../../shared/messages/message.ts';
import type { SendOrder } from '../../shared/messages/send-queue.ts';
import { isStaffMail } from '../../shared/messages/staff-mail.ts';
import type { Standing } from '../../shared/messages/standing.ts';
import { withTemplatesOff } from '../../shared/messages/template-switches.ts';
import { type ApplyPorts, applyInputs, workspaceFor } from '../../shared/person/apply.ts';
import { composeMail, UncomposableError } from '../../shared/person/compose-mail.ts';
import { decide } from '../../shared/person/decide.ts';
import type { Input } from '../../shared/person/input.ts';
import type { Person } from '../../shared/person/person.ts';
import type { Settings } from '../../shared/workspace/definitions.ts';
import type { Release, Workspace } from '../../shared/workspace/workspace.ts';
import { isPassing } from '../runtime/failures.ts';
import type { Called } from './called.ts';
import { confirmationRefusal } from './confirmation-check.ts';
import { underAddressCaps } from './shared-address.ts';

export interface SendPorts extends ApplyPorts {
  readonly addresses: AddressBook;
  readonly signUps: SignUpCounts;
  readonly keys: MacKeys;
  readonly mailer: Mailer;
  /** Templates that are switched off in operation, no older than 5 s (P-82, P-107). Rejects with RetryableError. */
  readonly templatesOff: () => Promise<readonly string[]>;
  /** Of the links in mails, without a trailing slash. */
  readonly linkOrigin: string;
}

/**
 * P-11, P-107: a call starts within this of the reading that spoke for it, or not at all: a withdrawal or a kill switch of
 * that moment later is seen.
 */
const CLAIM_HOLDS_FOR = 5 * SECOND;
/** P-108: an address row that cannot be read is asked again after this. */
const READ_AGAIN_AFTER = MINUTE;
/** ms, scattered: those who race each other for a row meet again if they all try at once. */
const PAUSES = [10, 30, 80, 160, 300, 600];
/** Somebody was first, or the store did not answer. */
const again = {
  isPassing,
  pause: (tried) => pause(Math.random() * (PAUSES[tried - 1] ?? 0)),
} as const satisfies Retrying;
/** Races for a claim with other changes of the same person; then the queue brings the order again. */
const CLAIMING: Retrying = { ...again, times: 5 };
/** What became of a call must not be lost to a race: tried for a second. */
const WRITING_DOWN: Retrying = { ...again, times: PAUSES.length + 1 };

interface Claimed {
  readonly person: Person;
  readonly message: Message;
  /** Null: the content is at fault. */
  readonly mail: Mail | null;
  /** Before person and release were read: nothing that the gates saw is older. */
  readonly readAt: Instant;
  readonly settings: Settings;
}

function isOwnClaim(message: Message | undefined, claimId: string): message is Message & { claim: { at: Instant } } {
  return message?.status === 'sending' && message.claim?.id === claimId;
}

async function compose(
  ports: SendPorts,
  release: Release,
  workspace: Workspace,
  person: Person,
  message: Message,
): Promise<Mail | null> {
  const now = ports.clock();
  const { content } = release;
  const links = linksOn(
    ports.linkOrigin,
    ports.keys,
    now,
    content.settings.permission.preferenceLinkFor,
    content.settings.permission.revokedKeys,
  );
  try {
    return await composeMail({ person, message, workspace, content, links, now });
  } catch (error) {
    if (error instanceof UncomposableError) return null;
    throw error;
  }
}

/**
 * Renders, then claims on the very version that was rendered from (P-12, P-72): whatever changed in between makes the claim
 * fail, and everything is read and asked again. When the answer of a claim was lost, the own id on the row tells that it was
 * won. Null: there is nothing to send (any more).
 */
async function claim(
  ports: SendPorts,
  { profileId, messageId }: SendOrder,
  claimId: string,
  standing: Standing | undefined,
): Promise<Claimed | null> {
  let mail: Mail | null = null;
  let readAt = 0;
  let isWriting = false;
  const attempt = async (): Promise<Claimed | null> => {
    isWriting = false;
    const loadAt = ports.clock();
    const person = await ports.people.load(profileId);
    const message = person?.messages.find((each) => each.messageId === messageId);
    if (!person || !message) return null;
    const release = await ports.releases.active();
    const { settings } = release.content;
    // A store that did not answer may have written all the same.
    if (isOwnClaim(message, claimId)) return { person, message, mail, readAt, settings };
    if (message.status !== 'queued') return null;
    readAt = loadAt;
    const workspace = withTemplatesOff(await workspaceFor(ports.releases, person), await ports.templatesOff());
    mail = await compose(ports, release, workspace, person, message);
    const input: Input = { kind: 'claim', messageId, claimId, ...(standing && { standing }) };
    // A bug here leaves the message unclaimed: the order comes again, and then lies among the dead letters.
    const decision = decide(person, input, workspace, ports.clock());
    if (decision.person === person) return null;
    isWriting = true;
    const committed = await ports.people.commit(person, decision);
    const won = committed.messages.find((each) => each.messageId === messageId);
    return isOwnClaim(won, claimId) ? { person: committed, message: won, mail, readAt, settings } : null;
  };
  // Who cannot be read now is not asked five times over: the queue brings the order again.
  return retryConflicts(attempt, { ...CLAIMING, isPassing: (error) => isWriting && isPassing(error) });
}

async function call(ports: SendPorts, { person, message, mail, readAt, settings }: Claimed): Promise<Called> {
  if (!mail) return { outcome: 'failed', because: { reason: 'template-incomplete', template: message.template } };
  const inTime = async () => (ports.clock() - readAt > CLAIM_HOLDS_FOR ? { released: null } : ports.mailer.send(mail));
  // A colleague's address is nobody's of ours: no row of it speaks against the call, and no caps count it.
  if (isStaffMail(message)) return inTime();
  const state = await ports.addresses.read(message.address ?? '');
  const because = addressRefusal(state, message);
  if (because) return { released: because };
  const { permission, frequencyCaps } = settings;
  const unasked = message.requestId === null ? null : await confirmationRefusal(ports, person, message, permission);
  if (unasked) return unasked;
  return underAddressCaps(ports, state, message, frequencyCaps, inTime);
}

/** P-108: fails closed. Nothing was called, so the message waits; left claimed it would end as unknown and be lost. */
function callOrDefer(ports: SendPorts, claimed: Claimed): Promise<Called> {
  return orIfUnavailable(
    () => call(ports, claimed),
    (): Called => {
      const until = ports.clock() + READ_AGAIN_AFTER;
      return { outcome: 'deferred', until, because: { reason: 'unreadable', store: 'addresses' } };
    },
  );
}

/**
 * Sends one message, or finds out that it must not go: gate and claim on one version, the address row, then SES at once.
 * A crash after the claim leaves a message whose outcome is unknown; its timer settles that, and marketing is never sent
 * again (design 6: recording before sending may lose one mail, sending first might double it).
 * `standing`: what quota and reputation say against marketing, where it is known (P-77, P-83).
 * Rejects with ConflictError or RetryableError when the order must come again.
 */
export async function sendOrder(
  ports: SendPorts,
  order: SendOrder,
  claimId: string,
  standing?: Standing,
): Promise<void> {
  const claimed = await claim(ports, order, claimId, standing);
  if (!claimed) return;
  const { messageId, profileId } = order;
  const result = await callOrDefer(ports, claimed);
  const input: Input =
    'released' in result
      ? { kind: 'release', messageId, claimId, because: result.released }
      : { kind: 'outcome', messageId, claimId, outcome: result };
  await writeDown(ports, profileId, input, claimed.person);
}

/** First on what the claim committed, which mostly still stands, then each time on the newest version. */
async function writeDown(ports: SendPorts, profileId: string, input: Input, committed: Person): Promise<void> {
  await retryConflicts(
    (tried) => applyInputs(ports, profileId, [input], tried === 1 ? committed : undefined),
    WRITING_DOWN,
  );
}
