import { describe, expect, test } from 'vitest';
import { ConflictError, RetryableError } from '../../shared/kernel/errors.ts';
import { orIfUnavailable } from '../../shared/kernel/or-if-unavailable.ts';
import { retryConflicts } from '../../shared/kernel/retry-conflicts.ts';

function failing(failures: number, error: Error = new ConflictError('somebody was first')) {
  const tries: number[] = [];
  const work = async (tried: number) => {
    tries.push(tried);
    if (tried <= failures) throw error;
    return 'done';
  };
  return { tries, work };
}

describe('work that somebody else may have done first', () => {
  test('is tried again until nobody was', async () => {
    const { tries, work } = failing(2);
    expect(await retryConflicts(work)).toBe('done');
    expect(tries).toEqual([1, 2, 3]);
  });

  test('is given up after three tries, or as many as are said', async () => {
    const { tries, work } = failing(9);
    await expect(retryConflicts(work)).rejects.toBeInstanceOf(ConflictError);
    expect(tries).toHaveLength(3);
    await expect(retryConflicts(work, { times: 5 })).rejects.toBeInstanceOf(ConflictError);
    expect(tries).toHaveLength(8);
  });

  test('is not tried again after anything else, unless that is said to pass', async () => {
    const { tries, work } = failing(1, new RetryableError('no answer'));
    await expect(retryConflicts(work)).rejects.toBeInstanceOf(RetryableError);
    expect(tries).toHaveLength(1);
    expect(await retryConflicts(work, { isPassing: (error) => error instanceof RetryableError })).toBe('done');
  });

  test('waits between tries, and neither before the first nor after the last', async () => {
    const waited: number[] = [];
    const pause = async (tried: number) => void waited.push(tried);
    await expect(retryConflicts(failing(9).work, { pause })).rejects.toBeInstanceOf(ConflictError);
    expect(waited).toEqual([1, 2]);
  });
});

test('what a dependency that does not answer cannot give has its stand-in, what a bug cannot give has none', async () => {
  expect(
    await orIfUnavailable(
      async () => 'read',
      () => 'stand-in',
    ),
  ).toBe('read');
  const down = async () => Promise.reject(new RetryableError('no answer'));
  expect(await orIfUnavailable(down, () => 'stand-in')).toBe('stand-in');
  const bug = async () => Promise.reject(new TypeError('a bug'));
  await expect(orIfUnavailable(bug, () => 'stand-in')).rejects.toBeInstanceOf(TypeError);
});
