import type { LedgerEntry } from '../../shared/consent/ledger.ts';
import type { Feedback } from '../../shared/events/feedback.ts';
import { type Instant, MINUTE } from '../../shared/kernel/instants.ts';
import type { MailOutcome } from '../../shared/messages/mailer.ts';
import type { Message } from '../../shared/messages/message.ts';
import { type Decision, decide } from '../../shared/person/decide.ts';
import type { Effect, LogEntry } from '../../shared/person/effects.ts';
import type { CustomerEvent, Input } from '../../shared/person/input.ts';
import type { Person } from '../../shared/person/person.ts';
import { dueAtOf } from '../../shared/person/timers.ts';
import type { Workspace } from '../../shared/workspace/workspace.ts';
import { ann, event, feedback, NOON, workspace as standardWorkspace } from './making.ts';

/** A person's days, told input by input on a clock that only the test moves. */
export class Story {
  person: Person;
  now: Instant;
  workspace: Workspace;
  readonly effects: Effect[] = [];
  readonly ledger: LedgerEntry[] = [];
  #told = 0;

  constructor(workspace: Workspace = standardWorkspace(), person: Person = ann(), now: Instant = NOON) {
    this.workspace = workspace;
    this.person = person;
    this.now = now;
  }

  tell(input: Input): Decision {
    const decision = decide(this.person, input, this.workspace, this.now);
    this.person = decision.person;
    this.effects.push(...decision.effects);
    this.ledger.push(...decision.ledger);
    return decision;
  }

  /** An event that happens now, under an id of its own unless one is given. */
  event(type: string, differs: Partial<CustomerEvent> = {}): Decision {
    this.#told += 1;
    return this.tell(
      event({ type, eventId: `${type}-${this.#told}`, occurredAt: this.now, properties: {}, ...differs }),
    );
  }

  cartLeft(cartId = 'k-1', eventId?: string): Decision {
    return this.event('cart.abandoned', { properties: { cartId }, ...(eventId === undefined ? {} : { eventId }) });
  }

  timer(): Decision {
    return this.tell({ kind: 'timer' });
  }

  /** Time goes by in ms; every timer fires at its moment, as the sweep would have it. */
  passes(ms: number): void {
    const end = this.now + ms;
    for (let due = dueAtOf(this.person); due !== null && due <= end; due = dueAtOf(this.person)) {
      this.now = Math.max(this.now, due);
      const before = this.person;
      this.timer();
      if (this.person === before) throw new Error('a due timer changed nothing: the sweep would find it for ever');
    }
    this.now = end;
  }

  /** Time goes by and nobody sweeps. */
  passesUnswept(ms: number): void {
    this.now += ms;
  }

  claim(messageId: string, claimId = 'inv-1'): Decision {
    return this.tell({ kind: 'claim', messageId, claimId });
  }

  outcome(messageId: string, outcome: MailOutcome, claimId = 'inv-1'): Decision {
    return this.tell({ kind: 'outcome', messageId, claimId, outcome });
  }

  /** The one message in flight. */
  get message(): Message {
    const [message, ...more] = this.person.messages;
    if (!message || more.length > 0) throw new Error(`${this.person.messages.length} messages are in flight`);
    return message;
  }

  /** Claims and sends everything that is queued; gives how many SES took. */
  sendsAll(): number {
    const queued = this.person.messages.filter((each) => each.status === 'queued');
    for (const { messageId } of queued) {
      this.claim(messageId);
      this.outcome(messageId, { outcome: 'sent', sesMessageId: 'ses-1' });
      this.passesUnswept(MINUTE);
    }
    return queued.length;
  }

  hears(differs: Partial<Feedback>): Decision {
    return this.tell({ kind: 'feedback', feedback: feedback({ at: this.now, ...differs }) });
  }

  /** How the messages that ended did, oldest first. */
  get ends(): string[] {
    return this.person.recent.map((each) => (each.reason === null ? each.status : `${each.status}: ${each.reason}`));
  }

  get log(): LogEntry[] {
    return this.effects.flatMap((effect) => (effect.type === 'log' ? [effect.entry] : []));
  }

  get orders(): string[] {
    return this.effects.flatMap((effect) => (effect.type === 'send' ? [effect.messageId] : []));
  }

  /** Ledger lines in short: `consent.granted offers`. */
  get evidence(): string[] {
    return this.ledger.map((entry) => `${entry.kind} ${entry.topic ?? '*'}`);
  }
}
