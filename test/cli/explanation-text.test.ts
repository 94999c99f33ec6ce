import { expect, test } from 'vitest';
import { explanationLines } from '../../cli/explanation-text.ts';

type Explanation = Parameters<typeof explanationLines>[2];

const reentry = { reason: 'reentry', running: 'trip:e-1' };
const now: Explanation['now'] = { verdict: 'not-entered', because: reentry, trace: [] };
const until = '2026-12-18T12:00:00.000Z';
const step = { for: 'step', key: null, enrollmentId: 'trip:e-1', step: '0', until } as const;

const firstOf = (differs: Partial<Explanation>) =>
  explanationLines('c-42', 'trip', { ...now, now, history: [], waiting: [], ...differs });

test('a run that waits is told as one, with its step and until when, before anything was decided', () => {
  const lines = firstOf({ waiting: [step] });
  expect(lines[0]).toBe(`c-42, trip: in the run, at step 0, until ${until}`);
  expect(lines.join()).not.toContain('so far no event');
});

test('a silence and a date that comes near are told with the moment at which a run begins', () => {
  const silence = { for: 'silence', key: 'k-1', since: '2026-11-18T12:00:00.000Z', until } as const;
  const date = { for: 'date', key: null, day: '2026-12-25', before: 'P7D', until } as const;
  expect(firstOf({ waiting: [silence, date] }).slice(0, 2)).toEqual([
    `c-42, trip: a silence of k-1 runs since 2026-11-18T12:00:00.000Z: a run begins ${until} if nothing breaks it`,
    `  waits for 2026-12-25: a run begins ${until} (P7D before)`,
  ]);
});

test('a decision that was made comes first, and what is under way behind it', () => {
  const made: Explanation['now'] = { verdict: 'hold', because: { reason: 'quiet-hours' }, until, trace: [] };
  const past = { ...made, at: until, status: 'hold' as const, enrollmentId: 'trip:e-1', messageId: 'm-1' };
  const lines = firstOf({ ...made, history: [past], waiting: [{ ...step, until: null }] });
  expect(lines[0]).toContain('(quiet-hours)');
  expect(lines).toContain('  in the run, at step 0, until its mail has gone or was refused');
});

test('where nothing is under way, it is said that no event began a run', () => {
  expect(firstOf({ because: null, verdict: 'send', now: { verdict: 'send', because: null, trace: [] } })).toContain(
    '  so far no event began a run of it; this is what one would come to now',
  );
});
