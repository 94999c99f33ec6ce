import type { Problem } from '../../shared/kernel/errors.ts';
import { isObject } from '../../shared/kernel/json.ts';
import type { AwsService } from './call.ts';

/** A planned misfortune: POST /faults. Exactly one of `error`, `delayMs`, `dropResponse`, `kill` is set. */
export interface Fault {
  readonly service: AwsService;
  readonly action: string;
  /** Id of a function (`send`); absent: whoever calls. */
  readonly function?: string;
  /** So many matching calls still pass first. */
  after: number;
  /** Calls still to hit. */
  times: number;
  readonly error?: string;
  /** Replaces the error's usual words. */
  readonly message?: string;
  readonly delayMs?: number;
  readonly dropResponse?: boolean;
  readonly kill?: boolean;
}

export interface Faults {
  /** Takes the body of POST /faults; `times: 0` removes what matches service, action and function. Problems by field for a 400. */
  add(body: unknown): { ok: true } | { ok: false; problems: readonly Problem[] };
  /** What is still planned. */
  list(): readonly Readonly<Fault>[];
  /** The fault that hits this call, counted; null when it goes through. `caller` is the function's id, null for other keys. */
  next(call: { service: AwsService; action: string }, caller: string | null): Readonly<Fault> | null;
}

const SERVICES: readonly AwsService[] = ['dynamodb', 'sqs', 'events', 'ses', 'kms'];
const EFFECTS = ['error', 'delayMs', 'dropResponse', 'kill'] as const;
const FIELDS = ['service', 'action', 'function', 'after', 'times', 'message', ...EFFECTS];

/** An empty plan. `functions` names the functions at the time of asking, for faults that name one. */
export function createFaults(functions: () => readonly string[]): Faults {
  let planned: Fault[] = [];
  return {
    list: () => planned.map((fault) => ({ ...fault })),
    add(body) {
      const read = readFault(body, functions());
      if ('problems' in read) return { ok: false, problems: read.problems };
      if (read.fault.times > 0) planned.push(read.fault);
      else planned = planned.filter((fault) => !sameTarget(fault, read.fault));
      return { ok: true };
    },
    next(call, caller) {
      const matching = planned.filter((fault) => hits(fault, call, caller));
      const hit = matching.find((fault) => fault.after === 0);
      for (const fault of matching) if (fault.after > 0) fault.after -= 1;
      if (!hit) return null;
      hit.times -= 1;
      planned = planned.filter((fault) => fault.times > 0);
      return hit;
    },
  };
}

function sameTarget(fault: Fault, end: Fault): boolean {
  return (
    fault.service === end.service &&
    fault.action === end.action &&
    (end.function === undefined || fault.function === end.function)
  );
}

function hits(fault: Fault, call: { service: AwsService; action: string }, caller: string | null): boolean {
  if (fault.service !== call.service || fault.action !== call.action) return false;
  if (fault.function !== undefined) return fault.function === caller;
  // Only a worker can be killed: a kill that names nobody waits for one.
  return !fault.kill || caller !== null;
}

function readFault(body: unknown, functions: readonly string[]): { fault: Fault } | { problems: Problem[] } {
  if (!isObject(body))
    return { problems: [{ field: '', message: 'send a JSON object with service, action, times and what happens' }] };
  const fault = { after: 0, times: 1, ...body } as unknown as Fault;
  const problems = [
    ...Object.keys(body)
      .filter((field) => !FIELDS.includes(field))
      .map((field) => ({ field, message: `is not a field of a fault; there are ${FIELDS.join(', ')}` })),
    ...targetProblems(body, functions),
    ...countProblems(body),
    ...(fault.times === 0 ? [] : effectProblems(body)),
  ];
  return problems.length > 0 ? { problems } : { fault };
}

function targetProblems(given: Record<string, unknown>, functions: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  if (!SERVICES.some((service) => service === given.service))
    problems.push({ field: 'service', message: `must be the SigV4 name of a service: ${SERVICES.join(', ')}` });
  if (typeof given.action !== 'string' || !/^[A-Z][A-Za-z]+$/.test(given.action))
    problems.push({ field: 'action', message: 'must be the name of an operation, such as PutItem or SendEmail' });
  if (given.function !== undefined && !functions.some((id) => id === given.function))
    problems.push({ field: 'function', message: `must be one of ${functions.join(', ')}` });
  return problems;
}

function countProblems(given: Record<string, unknown>): Problem[] {
  return ['after', 'times']
    .filter((field) => given[field] !== undefined && !isCount(given[field]))
    .map((field) => ({ field, message: 'must be a whole number, 0 or more' }));
}

function effectProblems(given: Record<string, unknown>): Problem[] {
  const chosen = EFFECTS.filter((effect) => given[effect] !== undefined && given[effect] !== false);
  if (chosen.length !== 1)
    return [
      { field: '', message: `give exactly one of ${EFFECTS.join(', ')}; this has ${chosen.join(', ') || 'none'}` },
    ];
  if (given.delayMs !== undefined && !isCount(given.delayMs))
    return [{ field: 'delayMs', message: 'must be whole milliseconds, 0 or more' }];
  for (const field of ['dropResponse', 'kill'])
    if (given[field] !== undefined && typeof given[field] !== 'boolean') return [{ field, message: 'must be true' }];
  if (given.message !== undefined && (typeof given.message !== 'string' || given.error === undefined))
    return [{ field: 'message', message: 'must be text, and goes with error' }];
  if (given.error !== undefined && (typeof given.error !== 'string' || !/^[A-Za-z][A-Za-z.]+$/.test(given.error)))
    return [{ field: 'error', message: 'must be the name of an AWS error, such as ThrottlingException' }];
  return [];
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}
