import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import type { CustomerEvent } from '../../shared/person/input.ts';
import { ann, campaign, event, NOON, send, settings, transactional, wait, workspace } from './making.ts';
import { Story } from './story.ts';

function ticket(type: 'ticket.opened' | 'ticket.closed', occurredAt = NOON, ticketId = 't-1'): CustomerEvent {
  return event({ type, eventId: `${type}-${ticketId}-${occurredAt}`, occurredAt, properties: { ticketId } });
}

function flag(
  type: 'flag.set' | 'flag.lifted',
  occurredAt = NOON,
  name = 'bereavement',
  by = 'agent-7',
): CustomerEvent {
  return event({ type, eventId: `${type}-${name}-${occurredAt}-${by}`, occurredAt, properties: { flag: name, by } });
}

const patient = workspace({ campaigns: [campaign({ sendWithin: 10 * DAY }), transactional()] });

describe('P-105 an open support ticket', () => {
  test('holds marketing until it was closed, and a day longer', () => {
    const story = new Story(patient);
    story.tell(ticket('ticket.opened'));
    story.cartLeft();
    expect(story.message).toMatchObject({ status: 'held', because: { reason: 'open-ticket', ticket: 't-1' } });
    story.passes(HOUR);
    story.tell(ticket('ticket.closed', story.now));
    expect(story.message).toMatchObject({
      status: 'held',
      notBefore: story.now + DAY,
      because: { reason: 'ticket-cooldown' },
    });
    story.passes(DAY - MINUTE);
    expect(story.orders).toEqual([]);
    story.passes(MINUTE);
    expect(story.orders).toHaveLength(1);
  });

  test('is asked about again while nobody closes it, and the message expires in time', () => {
    const story = new Story(workspace());
    story.tell(ticket('ticket.opened'));
    story.cartLeft();
    story.passes(3 * DAY);
    expect(story.ends).toEqual(['skipped: expired']);
    expect(story.log.map((each) => each.because?.reason)).toEqual(['open-ticket', 'open-ticket', 'expired']);
  });

  test('stops a message that was queued already', () => {
    const story = new Story(patient);
    story.cartLeft();
    story.tell(ticket('ticket.opened'));
    story.claim(story.message.messageId);
    expect(story.message).toMatchObject({ status: 'held', because: { reason: 'open-ticket' } });
  });

  test('holds while another one is still open', () => {
    const story = new Story(patient);
    story.tell(ticket('ticket.opened'));
    story.tell(ticket('ticket.opened', NOON, 't-2'));
    story.cartLeft();
    story.tell(ticket('ticket.closed', NOON + 1));
    expect(story.message.because).toMatchObject({ reason: 'open-ticket', ticket: 't-2' });
  });

  test('does not hold back an order confirmation', () => {
    const story = new Story(patient);
    story.tell(ticket('ticket.opened'));
    story.event('order.placed');
    expect(story.message.status).toBe('queued');
  });

  test('that its source lost stops holding after 30 days: an alarm is for that, not a block', () => {
    const story = new Story(patient);
    story.tell(ticket('ticket.opened', NOON - 30 * DAY + HOUR));
    story.cartLeft('k-1');
    expect(story.message.status).toBe('held');
    const later = new Story(patient);
    later.tell(ticket('ticket.opened', NOON - 30 * DAY));
    later.cartLeft('k-1');
    expect(later.message.status).toBe('queued');
  });

  test('lets a run that waits behind its message go on when the closing finds it expired', () => {
    const space = workspace({ campaigns: [campaign({ sendWithin: 30 * HOUR, steps: [send(), wait(HOUR)] })] });
    const story = new Story(space);
    story.tell(ticket('ticket.opened'));
    story.cartLeft();
    story.passesUnswept(23 * HOUR);
    story.tell(ticket('ticket.closed', story.now));
    expect(story.ends).toEqual(['skipped: expired']);
    expect(story.person.enrollments).toMatchObject([{ position: 1, dueAt: story.now + HOUR }]);
  });

  test('both numbers are settings', () => {
    const { permission } = settings;
    const quick = { ...settings, permission: { ...permission, ticketCooldown: HOUR, ticketHoldsFor: DAY } };
    const story = new Story(workspace({ settings: quick }));
    story.tell(ticket('ticket.opened', NOON - DAY));
    story.tell(ticket('ticket.closed', NOON, 't-2'));
    story.cartLeft();
    expect(story.message).toMatchObject({ notBefore: NOON + HOUR, because: { reason: 'ticket-cooldown' } });
  });

  test('is forgotten once none of its events could matter', () => {
    const story = new Story(patient);
    story.tell(ticket('ticket.opened'));
    story.tell(ticket('ticket.closed'));
    story.passes(31 * DAY);
    story.tell(ticket('ticket.opened', story.now, 't-2'));
    expect(story.person.care.tickets.map((each) => each.ticketId)).toEqual(['t-2']);
  });

  test.each<[string, CustomerEvent['properties']]>([
    ['without its id', {}],
    ['with an address as id', { ticketId: 'ann@example.org' }],
  ])('is refused %s', (_, properties) => {
    const { refused } = new Story().event('ticket.opened', { properties });
    expect(refused).toMatchObject([{ field: 'properties.ticketId' }]);
  });
});

describe('P-106 a flag', () => {
  test.each(['bereavement', 'fraud', 'legal-hold', 'vulnerable'])(
    '%s suppresses marketing until it is lifted',
    (name) => {
      const story = new Story(patient);
      story.tell(flag('flag.set', NOON, name));
      story.cartLeft('k-1');
      expect(story.ends).toEqual(['skipped: flagged']);
      story.passes(400 * DAY);
      story.cartLeft('k-2');
      expect(story.ends.at(-1)).toBe('skipped: flagged');
      story.tell(flag('flag.lifted', story.now, name));
      story.cartLeft('k-3');
      expect(story.orders).toHaveLength(1);
    },
  );

  test('stops a message that was queued already, and no order confirmation', () => {
    const story = new Story(patient);
    story.cartLeft();
    story.tell(flag('flag.set'));
    story.claim(story.message.messageId);
    expect(story.ends).toEqual(['skipped: flagged']);
    story.event('order.placed');
    expect(story.message.status).toBe('queued');
  });

  test('keeps who set and who lifted it', () => {
    const story = new Story();
    story.tell(flag('flag.set', NOON, 'fraud', 'risk-team'));
    story.tell(flag('flag.lifted', NOON + 1, 'fraud', 'agent-7'));
    expect(story.person.care.flags).toEqual([
      { flag: 'fraud', setAt: NOON, liftedAt: NOON + 1, setBy: 'risk-team', liftedBy: 'agent-7' },
    ]);
  });

  test.each<[string, CustomerEvent['properties'], string]>([
    ['without the one who says so', { flag: 'fraud' }, 'properties.by'],
    ['without a name', { by: 'agent-7' }, 'properties.flag'],
    ['that the workspace does not know', { flag: 'grumpy', by: 'agent-7' }, 'properties.flag'],
  ])('is refused %s', (_, properties, field) => {
    for (const type of ['flag.set', 'flag.lifted']) {
      expect(new Story().event(type, { properties }).refused).toMatchObject([{ field }]);
    }
  });

  test('of the workspace is known beside the four, and can be lifted after the workspace forgot it', () => {
    const more = { ...settings, permission: { ...settings.permission, flags: ['insolvency'] } };
    const story = new Story(workspace({ settings: more }));
    expect(story.tell(flag('flag.set', NOON, 'insolvency')).refused).toBeNull();
    story.workspace = workspace();
    story.cartLeft();
    expect(story.ends).toEqual(['skipped: flagged']);
    expect(story.tell(flag('flag.lifted', NOON + 1, 'insolvency')).refused).toBeNull();
    story.cartLeft('k-2');
    expect(story.orders).toHaveLength(1);
  });
});

describe('P-105, P-106 tickets and flags are ordered by when they happened, not by when they came', () => {
  test('ties resolve to the careful side: open, and set', () => {
    const story = new Story();
    story.tell(ticket('ticket.opened'));
    story.tell(ticket('ticket.closed'));
    story.tell(flag('flag.set'));
    story.tell(flag('flag.lifted'));
    story.cartLeft();
    expect(story.ends).toEqual(['skipped: flagged']);
    story.tell(flag('flag.lifted', NOON + 1));
    story.cartLeft('k-2');
    expect(story.message.because?.reason).toBe('open-ticket');
  });

  test('every order of the same events gives the same care', () => {
    const moment = fc.integer({ min: 0, max: 3 }).map((step) => NOON + step * MINUTE);
    const told = fc.oneof(
      fc.tuple(
        fc.constantFrom('ticket.opened' as const, 'ticket.closed' as const),
        moment,
        fc.constantFrom('t-1', 't-2'),
      ),
      fc.tuple(fc.constantFrom('flag.set' as const, 'flag.lifted' as const), moment, fc.constantFrom('a-1', 'a-2')),
    );
    const careOf = (told: readonly CustomerEvent[]) => {
      const story = new Story(workspace(), ann(), NOON + HOUR);
      for (const each of told) story.tell(each);
      const { tickets, flags } = story.person.care;
      return { tickets: tickets.toSorted((a, b) => a.ticketId.localeCompare(b.ticketId)), flags };
    };
    const both = fc.array(told, { maxLength: 8 }).chain((list) => {
      const events = list.map(([type, at, name]) =>
        type === 'flag.set' || type === 'flag.lifted' ? flag(type, at, 'fraud', name) : ticket(type, at, name),
      );
      return fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }));
    });
    const agree = fc.property(both, ([events, shuffled]) => {
      expect(careOf(shuffled)).toEqual(careOf(events));
    });
    fc.assert(agree);
  });
});
