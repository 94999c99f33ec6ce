import type { RunningHeed } from './local-run.ts';

/** One kind of call of one function: where a misfortune can be planned. */
export interface FaultPoint {
  readonly function: 'decide' | 'relay' | 'sweep' | 'send' | 'web' | 'api' | 'jobs';
  readonly service: 'dynamodb' | 'sqs' | 'kms' | 'ses';
  readonly action: string;
}

/** A fault that still waits for its call, as POST /faults tells it. */
interface Planned extends FaultPoint {
  readonly times: number;
}

function points(name: FaultPoint['function'], service: FaultPoint['service'], ...actions: string[]): FaultPoint[] {
  return actions.map((action) => ({ function: name, service, action }));
}

/**
 * Every kind of call that is made between a company's first word of a person and the end of that person's first mail, in the order of
 * the way. The walks find for themselves how often each is made; a kind that is never met fails them.
 */
export const WAY_OF_A_MAIL: readonly FaultPoint[] = [
  ...points('decide', 'kms', 'GenerateMac'),
  ...points('decide', 'dynamodb', 'GetItem', 'BatchGetItem', 'TransactWriteItems', 'PutItem'),
  ...points('sweep', 'dynamodb', 'GetItem', 'Query'),
  ...points('sweep', 'sqs', 'GetQueueAttributes', 'SendMessageBatch'),
  ...points('relay', 'sqs', 'SendMessageBatch'),
  ...points('relay', 'dynamodb', 'UpdateItem', 'TransactWriteItems'),
  ...points('send', 'ses', 'GetAccount'),
  ...points('send', 'dynamodb', 'UpdateItem', 'GetItem', 'BatchGetItem', 'Query', 'PutItem'),
  ...points('send', 'kms', 'GenerateMac'),
  ...points('send', 'ses', 'SendEmail'),
];

const ACTIONS = {
  dynamodb: [
    'GetItem',
    'BatchGetItem',
    'Query',
    'Scan',
    'PutItem',
    'UpdateItem',
    'DeleteItem',
    'BatchWriteItem',
    'TransactWriteItems',
  ],
  sqs: [
    'SendMessage',
    'SendMessageBatch',
    'ChangeMessageVisibility',
    'ChangeMessageVisibilityBatch',
    'GetQueueAttributes',
  ],
  kms: ['GenerateMac'],
  ses: ['SendEmail', 'GetAccount', 'DeleteSuppressedDestination'],
} as const;
const OFTEN = 1_000_000;

/** The kinds of calls that functions make while something happens, counted by faults that do nothing. */
export async function callsDuring(
  heed: RunningHeed,
  functions: readonly FaultPoint['function'][],
  happens: () => Promise<unknown>,
): Promise<readonly FaultPoint[]> {
  for (const name of functions)
    for (const [service, actions] of Object.entries(ACTIONS))
      for (const action of actions) await heed.fault({ function: name, service, action, times: OFTEN, delayMs: 0 });
  await happens();
  const met = (await plannedFaults(heed)).filter(({ times }) => times < OFTEN);
  await endFaults(heed);
  return met.map(({ function: name, service, action }) => ({ function: name, service, action }));
}

/** A point in words. */
export function kindOf({ function: name, service, action }: FaultPoint): string {
  return `${name} ${service} ${action}`;
}

/** What is still planned. */
export async function plannedFaults(heed: RunningHeed): Promise<readonly Planned[]> {
  const { body } = await heed.control('GET', '/faults');
  return (body as { faults: Planned[] }).faults;
}

/** Ends every fault; gives whether there was none left, so that all had met their calls. */
export async function endFaults(heed: RunningHeed): Promise<boolean> {
  const left = await plannedFaults(heed);
  for (const { function: of, service, action } of left) await heed.fault({ service, action, function: of, times: 0 });
  return left.length === 0;
}

/** Resolves when every planned fault has met its call; rejects when something else ended without doing so for half a minute. */
export async function faultsMet(heed: RunningHeed): Promise<void> {
  const until = performance.now() + 30_000;
  while ((await plannedFaults(heed)).length > 0) {
    if (performance.now() > until) throw new Error('a fault met no call');
  }
}
