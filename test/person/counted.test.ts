import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import { countedOf } from '../../shared/person/counted.ts';
import type { LogEntry } from '../../shared/person/effects.ts';
import { aLogEntry } from '../table/people.ts';
import { campaign, NOON, send, stranger, wait, workspace } from './making.ts';
import { Story } from './story.ts';

const spaceOf = (differs: Parameters<typeof campaign>[0]) => workspace({ campaigns: [campaign(differs)] });

/** What all of a story's log rows add to the counters together. */
function counted(log: readonly LogEntry[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const entry of log) {
    for (const [name, by] of Object.entries(countedOf(entry) ?? {})) sum[name] = (sum[name] ?? 0) + by;
  }
  return sum;
}

describe('a run counts as entered once', () => {
  const steps = [send('reminder', 'first'), wait(DAY), send('last-call', 'second')];

  test('with its first mail, whatever comes after it', () => {
    const story = new Story(spaceOf({ steps }));
    story.cartLeft();
    story.sendsAll();
    story.passes(DAY);
    story.sendsAll();
    expect(counted(story.log)).toEqual({ entered: 1, sent: 2, 'sent@first': 1, 'sent@second': 1 });
  });

  test('with a refusal, where that is the first that is told', () => {
    const story = new Story(spaceOf({ steps: [send('reminder', 'first'), send('last-call', 'second')] }), stranger());
    story.cartLeft();
    expect(counted(story.log)).toMatchObject({ entered: 1, 'skipped@first': 1, 'skipped@second': 1 });
  });

  test('with its end, where nothing was told before', () => {
    const exit = [{ kind: 'event', event: 'order.placed' }] as const;
    const story = new Story(spaceOf({ exit, steps: [wait(DAY), send()] }));
    story.cartLeft();
    story.event('order.placed');
    expect(counted(story.log)).toEqual({ entered: 1, 'ended:exited': 1 });
  });

  test('and not once more with its end, where a mail was told before', () => {
    const exit = [{ kind: 'event', event: 'order.placed' }] as const;
    const story = new Story(spaceOf({ exit, steps }));
    story.cartLeft();
    story.sendsAll();
    story.event('order.placed');
    expect(counted(story.log)).toEqual({ entered: 1, sent: 1, 'sent@first': 1, 'ended:exited': 1 });
  });

  test('each for itself, of two carts', () => {
    const story = new Story(spaceOf({ steps: [send('reminder', 'first')] }));
    story.cartLeft('k-1');
    story.cartLeft('k-2');
    story.sendsAll();
    expect(counted(story.log)).toMatchObject({ entered: 2 });
  });

  test('also where months lie between its mails', () => {
    const story = new Story(
      spaceOf({ steps: [send('reminder', 'first'), wait(40 * DAY), send('last-call', 'second')] }),
    );
    story.cartLeft();
    story.sendsAll();
    story.passes(40 * DAY);
    story.sendsAll();
    expect(counted(story.log)).toMatchObject({ entered: 1, sent: 2 });
  });

  test('on the side of the holdout, which walks the same steps', () => {
    const story = new Story(spaceOf({ holdout: 100, steps }));
    story.cartLeft();
    story.passes(DAY);
    expect(counted(story.log)).toEqual({
      entered: 1,
      'entered:held-out': 1,
      'skipped:holdout': 2,
      'skipped@first': 1,
      'skipped@second': 1,
    });
  });
});

describe('counters', () => {
  test('tell why a mail had waited, once it has ended', () => {
    const night = NOON + 10 * HOUR;
    const story = new Story(spaceOf({ steps: [send('reminder', 'first')] }), undefined, night);
    story.cartLeft();
    expect(counted(story.log)).toEqual({});
    story.passes(10 * HOUR);
    story.sendsAll();
    expect(counted(story.log)).toEqual({ entered: 1, sent: 1, 'sent@first': 1, 'held:quiet-hours': 1 });
  });

  test.each(['delivered', 'bounced', 'complained'] as const)(
    'take what is %s before its call answered as sent too',
    (verdict) => {
      expect(countedOf(aLogEntry({ verdict, stepId: 's' }))).toEqual({ sent: 1, [verdict]: 1, 'sent@s': 1 });
    },
  );

  test('take goals with their value, those of the holdout apart', () => {
    const goal = (holdout: boolean, value: number | null) =>
      ({
        ...aLogEntry({ kind: 'decision', at: NOON + MINUTE }),
        verdict: 'goal',
        because: { reason: 'goal', value, holdout },
      }) as unknown as LogEntry;
    expect(countedOf(goal(false, 49.9))).toEqual({ goal: 1, 'goal-value': 49.9 });
    expect(countedOf(goal(true, null))).toEqual({ 'goal:held-out': 1 });
  });
});
