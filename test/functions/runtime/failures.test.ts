import './quiet-log.ts';
import { describe, expect, test } from 'vitest';
import { tellFailure } from '../../../functions/runtime/failures.ts';
import { httpHandler } from '../../../functions/runtime/http.ts';
import { queueHandler } from '../../../functions/runtime/queue.ts';
import { scheduleHandler } from '../../../functions/runtime/schedule.ts';
import { streamHandler } from '../../../functions/runtime/stream.ts';
import { ConflictError, RetryableError } from '../../../shared/kernel/errors.ts';
import { gatewayEvent } from './gateway-event.ts';
import { printedLines } from './printed.ts';

const printed = printedLines();
const ADDRESS = /zenobia|quux/i;

/** As somebody else's code might throw it: the value stands wherever there is room for one. */
function indiscreet(): Error {
  const cause = new SyntaxError('unexpected zenobia@quux.example', { cause: 'zenobia@quux.example' });
  const error = new TypeError('cannot read zenobia@quux.example\n    at zenobia@quux.example', { cause });
  error.name = 'TypeError zenobia@quux.example';
  error.stack = `${error.stack}\n    at send (zenobia@quux.example:1:2)\n    at zenobia%40quux.example:1:2`;
  return Object.assign(error, { address: 'zenobia@quux.example' });
}

const fails = async (): Promise<never> => {
  throw indiscreet();
};
const context = { awsRequestId: 'i-1', functionName: 'f', getRemainingTimeInMillis: () => 30_000 };
const handlers = {
  queue: () => queueHandler(fails)({ Records: [] } as never, context as never),
  stream: () => streamHandler(fails)({ Records: [] } as never, context as never),
  schedule: () => scheduleHandler(fails)({} as never, context as never),
} as const;

describe('P-57 an address in what is thrown', () => {
  test.each(Object.entries(handlers))('neither leaves a handler of a %s nor is printed', async (_, invoke) => {
    const thrown: unknown = await Promise.resolve(invoke()).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(Error);
    const { name, message, stack, cause } = thrown as Error;
    expect(cause).toBeUndefined();
    expect([name, message, stack, JSON.stringify(thrown)].join('\n')).not.toMatch(ADDRESS);
    expect(message).toMatch(/failed; the log of this invocation tells where/);
    expect(printed.text()).not.toMatch(ADDRESS);
    expect(printed.lines()).toMatchObject([{ level: 'ERROR', error: { name: 'Error', cause: 'SyntaxError' } }]);
  });

  test('neither leaves a handler of requests nor is printed', async () => {
    const answer = await httpHandler(fails)(gatewayEvent({ path: '/' }), {});
    expect(answer.statusCode).toBe(503);
    expect(JSON.stringify(answer)).not.toMatch(ADDRESS);
    expect(printed.text()).toContain('a request failed');
    expect(printed.text()).not.toMatch(ADDRESS);
  });

  test('is not printed where it stands in the place of an id', () => {
    const lost = new ConflictError('person zenobia@quux.example was changed by somebody else');
    tellFailure(
      'inputs come again',
      { profileId: 'zenobia@quux.example', records: ['r-1', 'zenobia@quux.example'] },
      lost,
    );
    expect(printed.text()).not.toMatch(ADDRESS);
    expect(printed.lines()).toMatchObject([{ profileId: '(address)', records: ['r-1', '(address)'] }]);
  });
});

test('the log tells where a bug is, by name and frames, and the class of what it came from', async () => {
  const bug = new RangeError('a value', { cause: new RetryableError('the table') });
  await expect(scheduleHandler(async () => Promise.reject(bug))({} as never, context as never)).rejects.toThrow();
  const [line] = printed.lines() as readonly { readonly error: { readonly at: readonly string[] } }[];
  expect(line).toMatchObject({ error: { name: 'RangeError', cause: 'RetryableError' } });
  expect(line?.error.at[0]).toContain('failures.test.ts');
});

test('what mends itself is a warning, a bug is an error', () => {
  tellFailure('x', {}, new ConflictError('somebody was first'));
  tellFailure('x', {}, new RetryableError('no answer'));
  tellFailure('x', {}, new Error('a bug'));
  expect(printed.lines().map((each) => each['level'])).toEqual(['WARN', 'WARN', 'ERROR']);
});
