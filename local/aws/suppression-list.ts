import type { JsonObject } from '../../shared/kernel/json.ts';
import { AwsError } from './aws-error.ts';
import { text } from './need.ts';
import { addressFault } from './ses-address.ts';

export interface SuppressedDestination {
  readonly emailAddress: string;
  readonly reason: SuppressionReason;
  /** ISO instant. */
  readonly lastUpdateTime: string;
}

export type SuppressionReason = 'BOUNCE' | 'COMPLAINT';

/** SES's account-level suppression list and the four calls on it. */
export interface SuppressionList {
  reasonFor(address: string): SuppressionReason | undefined;
  add(address: string, reason: SuppressionReason): void;
  /** Answers Put-, Get-, Delete- and ListSuppressedDestination(s); `path` names the address, `query` the filters. */
  answer(action: string, path: string, query: URLSearchParams, input: JsonObject): JsonObject;
}

const MAX_PAGE = 1_000;

/** The list with what it held before; `onChange` gets it whole after each change. */
export function createSuppressionList(
  initial: readonly SuppressedDestination[],
  onChange: (list: readonly SuppressedDestination[]) => void,
): SuppressionList {
  const entries = new Map(initial.map((entry) => [entry.emailAddress.toLowerCase(), entry]));
  const changed = () => onChange([...entries.values()]);
  const add = (address: string, reason: SuppressionReason) => {
    entries.set(address.toLowerCase(), {
      emailAddress: address,
      reason,
      lastUpdateTime: new Date(Date.now()).toISOString(),
    });
    changed();
  };
  const known = (path: string): SuppressedDestination => {
    const address = decodeURIComponent(path.split('/').at(-1) ?? '');
    const entry = entries.get(address.toLowerCase());
    if (entry) return entry;
    throw new AwsError('NotFoundException', 404, `Email address ${address} does not exist on your suppression list.`);
  };
  return {
    reasonFor: (address) => entries.get(address.toLowerCase())?.reason,
    add,
    answer(action, path, query, input) {
      if (action === 'PutSuppressedDestination') {
        add(...readDestination(input));
        return {};
      }
      if (action === 'GetSuppressedDestination') return { SuppressedDestination: wire(known(path)) };
      if (action === 'DeleteSuppressedDestination') {
        entries.delete(known(path).emailAddress.toLowerCase());
        changed();
        return {};
      }
      return page([...entries.values()], query);
    },
  };
}

function readDestination(input: JsonObject): [string, SuppressionReason] {
  const address = text(input.EmailAddress) ?? '';
  const fault = addressFault(address);
  if (fault) throw new AwsError('BadRequestException', 400, fault);
  if (input.Reason !== 'BOUNCE' && input.Reason !== 'COMPLAINT')
    throw new AwsError('BadRequestException', 400, 'Reason must be BOUNCE or COMPLAINT.');
  return [address, input.Reason];
}

function page(entries: readonly SuppressedDestination[], query: URLSearchParams): JsonObject {
  const reasons = query.getAll('Reason');
  const [from, until] = [query.get('StartDate'), query.get('EndDate')].map((date) =>
    date ? Date.parse(date) : Number.NaN,
  );
  const matching = entries.filter(({ reason, lastUpdateTime }) => {
    const at = Date.parse(lastUpdateTime);
    return (reasons.length === 0 || reasons.includes(reason)) && !(at < (from ?? 0)) && !(at > (until ?? 0));
  });
  const start = Number(query.get('NextToken') ?? 0);
  if (!Number.isInteger(start))
    throw new AwsError('InvalidNextTokenException', 400, 'The specified request includes an invalid or expired token.');
  const size = Math.min(Number(query.get('PageSize') ?? MAX_PAGE) || MAX_PAGE, MAX_PAGE);
  const end = start + size;
  return {
    SuppressedDestinationSummaries: matching.slice(start, end).map(wire),
    ...(end < matching.length && { NextToken: String(end) }),
  };
}

/** REST-JSON writes timestamps as epoch seconds. */
function wire(entry: SuppressedDestination): JsonObject {
  return {
    EmailAddress: entry.emailAddress,
    Reason: entry.reason,
    LastUpdateTime: Date.parse(entry.lastUpdateTime) / 1_000,
  };
}
