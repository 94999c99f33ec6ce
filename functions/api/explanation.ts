import type * as z from 'zod';
import type { Told } from '../../shared/api/endpoint.ts';
import type { decisionSchema, getExplanation } from '../../shared/api/explanation.ts';
import { isoInstant } from '../../shared/kernel/instants.ts';
import type { TraceLine } from '../../shared/messages/gates.ts';
import type { Message } from '../../shared/messages/message.ts';
import { stoppingRate } from '../../shared/messages/spam-rate.ts';
import { isStaffMail } from '../../shared/messages/staff-mail.ts';
import type { LogEntry } from '../../shared/person/effects.ts';
import { explainNow, type Waiting, waitingIn } from '../../shared/person/explain.ts';
import type { Person } from '../../shared/person/person.ts';
import { type StoredLogEntry, stateOf } from '../../shared/person/timeline.ts';
import type { Campaign, Workspace } from '../../shared/workspace/workspace.ts';
import { allRows } from './all-rows.ts';
import type { BodyOf } from './route.ts';
import type { ApiWorld } from './world.ts';

/** A decision as people read it: what, why, until when, and each gate that was asked. */
type Decision = Told<z.input<typeof decisionSchema>>;

const MOST_HISTORY = 50;

/**
 * Why this person did (not) get the campaign's mail: its latest decision where there is one, else what a trigger now would
 * give; `now` always holds the latter. `waiting` is what is under way without a decision so far. `history` tells the decisions before, newest first, at most 50.
 */
export async function explanation(
  person: Person,
  campaign: Campaign,
  workspace: Workspace,
  world: ApiWorld,
): Promise<BodyOf<typeof getExplanation>> {
  const address = person.address ? await world.addresses.read(person.address.hmac) : null;
  const at = world.clock();
  const { permission } = workspace.settings;
  const standing = { stopped: null, quota: null, spam: stoppingRate(await world.spamRates.all(), permission, at) };
  const { until, ...present } = explainNow(person, address, campaign, workspace, at, standing);
  const now: Decision = { ...present, ...untilOf(until) };
  const log = await allRows((limit, from) => world.timeline.log(person.profileId, limit, from));
  const rows = log.filter((row) => row.campaign === campaign.id && !row.aside);
  return {
    ...(latestDecision(person, campaign, rows) ?? now),
    history: rows.slice(0, MOST_HISTORY).map(historyLine),
    waiting: waitingIn(person, campaign, workspace).map(waitingView),
    now,
  };
}

/** Instants as texts; a run whose mail is on its way waits until no moment. */
function waitingView(waiting: Waiting) {
  const until = waiting.until === null ? null : isoInstant(waiting.until);
  return waiting.for === 'silence' ? { ...waiting, until, since: isoInstant(waiting.since) } : { ...waiting, until };
}

function untilOf(until: number | null): { readonly until?: string } {
  return until === null ? {} : { until: isoInstant(until) };
}

/** A message in flight is the latest decision, unless the log tells of something else that came after it. */
function latestDecision(person: Person, campaign: Campaign, rows: readonly StoredLogEntry[]): Decision | null {
  const inFlight = person.messages
    .filter((message) => message.campaign === campaign.id && !isStaffMail(message))
    .sort((a, b) => b.reachedAt - a.reachedAt)[0];
  const row = rows[0];
  if (inFlight && !(row && row.at > inFlight.reachedAt && row.messageId !== inFlight.messageId)) {
    return toldMessage(inFlight, rows.find((each) => each.messageId === inFlight.messageId)?.trace ?? []);
  }
  return row ? toldRow(row) : null;
}

function toldMessage(message: Message, trace: readonly TraceLine[]): Decision {
  if (message.status === 'held') {
    return { verdict: 'hold', because: message.because, ...untilOf(message.notBefore), trace };
  }
  return { verdict: 'send', because: { reason: message.status, messageId: message.messageId }, trace: [] };
}

function toldRow(row: StoredLogEntry): Decision {
  const verdict = verdictOf(row.verdict);
  const because = row.because ?? { reason: stateOf(row), messageId: row.messageId };
  return { verdict, because, ...(verdict === 'hold' ? untilOf(row.until) : {}), trace: row.trace };
}

/** The words of the log in those of a verdict: what was handed to SES was `send`, whatever became of it. */
function verdictOf(verdict: LogEntry['verdict']): Decision['verdict'] {
  switch (verdict) {
    case 'not-entered':
      return 'not-entered';
    case 'hold':
    case 'held':
      return 'hold';
    case 'ended':
    case 'goal':
    case 'merged':
    case 'skipped':
    case 'failed':
      return 'skip';
    case 'queued':
    case 'sending':
    case 'sent':
    case 'unknown':
    case 'delivered':
    case 'bounced':
    case 'complained':
      return 'send';
  }
}

function historyLine(row: StoredLogEntry) {
  return {
    at: isoInstant(row.at),
    status: stateOf(row),
    ...toldRow(row),
    enrollmentId: row.enrollmentId,
    messageId: row.messageId,
  };
}
