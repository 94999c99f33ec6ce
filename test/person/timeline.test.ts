import { expect, test } from 'vitest';
import type { MessageMark, MessageStatus } from '../../shared/messages/message.ts';
import { type StoredLogEntry, stateOf } from '../../shared/person/timeline.ts';
import { NOON } from './making.ts';

function row(...feedback: readonly (MessageStatus | MessageMark)[]): StoredLogEntry {
  return {
    id: 'm-1',
    at: NOON,
    kind: 'message',
    campaign: 'welcome',
    enrollmentId: null,
    messageId: 'm-1',
    topic: 'offers',
    class: 'marketing',
    verdict: 'sent',
    because: null,
    until: null,
    trace: [],
    feedback: feedback.map((status, index) => ({ status, at: NOON + index })),
  };
}

test.each<[StoredLogEntry['feedback'][number]['status'][], string]>([
  [[], 'sent'],
  [['delayed', 'delivered'], 'delivered'],
  [['delivered', 'opened-machine', 'clicked'], 'delivered'],
  [['delivered', 'opened', 'complained'], 'complained'],
  [['soft-bounced'], 'sent'],
])('after %j a message is %s: opens, clicks and delays are no state of it', (feedback, state) => {
  expect(stateOf(row(...feedback))).toBe(state);
});
