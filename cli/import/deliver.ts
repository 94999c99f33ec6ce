import { setTimeout as pause } from 'node:timers/promises';
import type { Endpoint } from '../../shared/api/endpoint.ts';
import { postEvents } from '../../shared/api/events.ts';
import { checkImports } from '../../shared/api/imports.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import { type ApiAnswer, bodyOrRefuse, callApi, NoAnswerError, refusal } from '../api-client.ts';
import type { ApiOptions } from '../api-options.ts';
import { toldBy } from '../ask.ts';
import { CliError } from '../verb.ts';
import type { Refusal } from './cells.ts';
import type { ReadyRow, RefusedLine } from './ready-row.ts';

/** 0.2, 0.4 … 12.8 s, each with up to as much again by chance: about half a minute until an import gives up. */
const TRIES = 7;
const FIRST_WAIT_MS = 200;

/** The rows of a batch that were taken, and those that were not, each in their order. */
export interface Delivered {
  readonly taken: readonly ReadyRow[];
  readonly refused: readonly RefusedLine[];
}

/** A POST that is repeated while the API is overloaded or out of reach. Throws CliError 2 when it stays so. */
async function post(api: ApiOptions, { path }: Endpoint, body: unknown, tries = TRIES): Promise<ApiAnswer> {
  for (let tried = 1; ; tried += 1) {
    const answer = await answerOrFault(api, path, body);
    const isOver = !(answer instanceof NoAnswerError) && answer.status !== 429 && answer.status < 500;
    if (isOver) return answer;
    if (tried >= tries) {
      if (answer instanceof NoAnswerError) throw answer;
      throw new CliError(2, refusal(answer, `the API answered ${answer.status}`));
    }
    // Chance keeps several importers, or the batches of one, from coming back together.
    await pause(FIRST_WAIT_MS * 2 ** (tried - 1) * (1 + Math.random()));
  }
}

async function answerOrFault(api: ApiOptions, path: string, body: unknown): Promise<ApiAnswer | NoAnswerError> {
  return callApi(api, 'POST', path, body).catch((error: unknown) => {
    if (error instanceof NoAnswerError) return error;
    throw error;
  });
}

export function refusedLine({ row, line, profileId }: ReadyRow, { reason, field, message }: Refusal): RefusedLine {
  return { row, line, profileId, reason, field, message };
}

/** Asks whether the permissions of a batch may be taken over (P-45); changes nothing. Throws CliError. */
export async function checkRows(api: ApiOptions, rows: readonly ReadyRow[], tries = TRIES): Promise<Delivered> {
  const asked = rows.filter((row) => row.check !== null);
  if (asked.length === 0) return { taken: rows, refused: [] };
  const answer = await post(api, checkImports, { rows: asked.map((row) => row.check) }, tries);
  const told = toldBy(checkImports, answer).verdicts;
  const refused = asked.flatMap((row, index) => {
    const verdict = told[index];
    if (!verdict) throw new CliError(2, 'the API gave fewer verdicts than it was asked for: is it of another version?');
    return verdict.verdict === 'accept' ? [] : [refusedLine(row, verdict)];
  });
  const out = new Set(refused.map((line) => line.row));
  return { taken: rows.filter((row) => !out.has(row.row)), refused };
}

/**
 * Checks a batch and sends what may go; safe to repeat, since every event keeps its id. Rows that the API finds fault with are
 * refused, and the others sent without them. Throws CliError.
 */
export async function deliver(api: ApiOptions, rows: readonly ReadyRow[]): Promise<Delivered> {
  const checked = await checkRows(api, rows);
  const sent = await send(api, checked.taken);
  return { taken: sent.taken, refused: [...checked.refused, ...sent.refused] };
}

async function send(api: ApiOptions, rows: readonly ReadyRow[]): Promise<Delivered> {
  const events = rows.flatMap((row) => row.events.map((event) => ({ event, row })));
  if (events.length === 0) return { taken: [], refused: [] };
  const answer = await post(
    api,
    postEvents,
    events.map(({ event }) => event),
  );
  const faults =
    answer.status === 400 || answer.status === 413 ? problemSchema.pick({ errors: true }).safeParse(answer.body) : null;
  const refused = (faults?.data?.errors ?? []).flatMap(({ field, message }) => {
    const index = /^\[(\d+)\]\.?/.exec(field);
    const row = index ? events[Number(index[1])]?.row : undefined;
    return row ? [refusedLine(row, { reason: 'bad-event', field: field.slice(index?.[0].length), message })] : [];
  });
  if (refused.length === 0) {
    bodyOrRefuse(answer);
    return { taken: rows, refused: [] };
  }
  const firsts = [...new Map(refused.toReversed().map((line) => [line.row, line])).values()];
  const out = new Set(firsts.map((line) => line.row));
  const rest = await send(
    api,
    rows.filter((row) => !out.has(row.row)),
  );
  return { taken: rest.taken, refused: [...firsts, ...rest.refused] };
}
