import { describe, expect, test } from 'vitest';
import { CANARY_LINK, type Feedback } from '../../shared/events/feedback.ts';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../shared/kernel/instants.ts';
import { decodePerson, encodePerson } from '../../shared/table/person-codec.ts';
import { ann, campaign, consent, grant, NOON, send, workspace } from './making.ts';
import { Story } from './story.ts';

const tracking = (grantedAt: Instant = NOON - 30 * DAY) =>
  consent({ topic: null, purpose: 'tracking.email', grant: grant({ at: grantedAt }) });

/** Clicks lead to another mail, so that everybody can see whether one entered a journey. */
const clicked = campaign({
  id: 'clicked',
  key: undefined,
  triggers: [{ kind: 'event', event: 'message.clicked' }],
  steps: [send('last-call')],
});

interface Told {
  readonly story: Story;
  readonly messageId: string;
  readonly visit: (type: 'open' | 'click', differs?: Partial<Feedback>) => void;
}

/** Ann has a mail that was delivered an hour ago; she agrees to tracking, unless `tracked` says otherwise. */
function delivered(tracked = true): Told {
  const permission = { ...ann().permission, consents: tracked ? [consent(), tracking()] : [consent()] };
  const story = new Story(workspace({ campaigns: [campaign(), clicked] }), ann({ permission }));
  story.cartLeft();
  const { messageId } = story.message;
  story.sendsAll();
  story.hears({ messageId, type: 'delivery' });
  story.passesUnswept(HOUR);
  return {
    story,
    messageId,
    visit(type, differs = {}) {
      const heard = {
        messageId,
        type,
        userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
        link: 'l-1',
        ...differs,
      };
      story.hears({ ...heard, settled: false });
      story.hears({ ...heard, settled: true });
    },
  };
}

function marks(story: Story): string[] {
  return story.effects.flatMap((each) => (each.type === 'message-feedback' ? [each.status] : [])).slice(1);
}

describe('opens and clicks', () => {
  test('P-23 of somebody who never agreed to tracking leave nothing', () => {
    const { story, visit } = delivered(false);
    const before = story.person;
    visit('open');
    visit('click');
    expect(story.person).toBe(before);
    expect(marks(story)).toEqual([]);
  });

  test('P-23 after the withdrawal leave nothing, whenever they are said to have happened', () => {
    const { story, visit } = delivered();
    story.event('consent.withdrawn', { properties: { purpose: 'tracking.email', method: 'page' } });
    const before = story.person;
    visit('open');
    visit('click', { at: story.now - MINUTE });
    story.passesUnswept(DAY);
    visit('click');
    expect(story.person).toBe(before);
    expect(marks(story)).toEqual([]);
  });

  test('P-23 from before the grant leave nothing', () => {
    const { story, visit } = delivered();
    const consents = [consent(), tracking(story.now - MINUTE)];
    story.person = { ...story.person, permission: { ...story.person.permission, consents } };
    visit('open', { at: story.now - 2 * MINUTE });
    expect(marks(story)).toEqual([]);
    visit('open');
    expect(marks(story)).toEqual(['opened']);
  });

  test('P-23 after stop everything leave nothing', () => {
    const { story, visit } = delivered();
    story.tell({ kind: 'withdrawal', id: 'w', topic: null, at: story.now, method: 'page' });
    visit('click');
    expect(marks(story)).toEqual([]);
  });

  test('P-23 in mail to a former address leave nothing', () => {
    const { story, visit } = delivered();
    visit('click', { address: 'hmac-of-another' });
    expect(marks(story)).toEqual([]);
  });

  test('P-21 machines and others are counted apart, each once a message', () => {
    const { story, visit } = delivered();
    visit('open', { userAgent: 'Mozilla/5.0' });
    visit('open');
    visit('open', { at: story.now + MINUTE });
    expect(marks(story)).toEqual(['opened-machine', 'opened']);
  });

  test('P-20 an open raises no event and starts nothing', () => {
    const { story, visit } = delivered();
    story.workspace = workspace({
      campaigns: [
        campaign(),
        campaign({ id: 'on-open', key: undefined, triggers: [{ kind: 'event', event: 'message.opened' }] }),
      ],
    });
    visit('open');
    expect(story.person.enrollments).toEqual([]);
    expect(story.person.messages).toEqual([]);
  });

  test('P-24 a human click enters journeys, once', () => {
    const { story, visit } = delivered();
    visit('click');
    visit('click');
    expect(marks(story)).toEqual(['clicked']);
    expect(story.person.messages).toMatchObject([{ campaign: 'clicked', template: 'last-call' }]);
  });

  test('P-24 two links within two seconds enter no journey, not even the first', () => {
    const { story, messageId } = delivered();
    const one = { messageId, type: 'click', link: 'l-1', at: story.now } as const;
    const two = { ...one, link: 'l-2', at: story.now + 2 * SECOND };
    for (const settled of [false, true]) for (const click of [one, two]) story.hears({ ...click, settled });
    expect(marks(story)).toEqual(['clicked-bot']);
    expect(story.person.messages).toEqual([]);
  });

  test('P-24 a click within five seconds of its delivery enters no journey', () => {
    const { story, visit } = delivered();
    visit('click', { at: story.now - HOUR + SECOND });
    expect(marks(story)).toEqual(['clicked-bot']);
    expect(story.person.messages).toEqual([]);
  });

  test('P-25 a click changes no consent, gives no evidence and renews nothing', () => {
    const { story, visit } = delivered();
    const before = story.person.permission;
    const evidence = story.ledger.length;
    visit('click');
    expect(story.person.permission).toBe(before);
    expect(story.ledger).toHaveLength(evidence);
  });

  test('survive the row', () => {
    const { story, visit } = delivered();
    visit('click');
    visit('open', { userAgent: 'Mozilla/5.0' });
    const { release: _, ...read } = decodePerson(encodePerson(story.person));
    expect(read).toMatchObject({ recent: story.person.recent, reach: story.person.reach });
  });

  test('P-24 a hit of the link that no human sees makes the clicks around it those of a program', () => {
    const { story, visit } = delivered();
    visit('click', { link: CANARY_LINK });
    story.passesUnswept(MINUTE);
    visit('click', { link: 'l-1' });
    expect(marks(story)).toEqual(['clicked-bot']);
    expect(story.person.enrollments).toEqual([]);
    story.passesUnswept(1);
    visit('click', { link: 'l-1' });
    expect(marks(story)).toEqual(['clicked-bot', 'clicked']);
    expect(story.orders).toHaveLength(2);
  });

  test('P-24 a hit of that link is remembered however many links a scanner follows', () => {
    const { story, visit, messageId } = delivered();
    visit('click', { link: CANARY_LINK });
    for (let n = 0; n < 20; n += 1) {
      story.passesUnswept(2_100);
      story.hears({ messageId, type: 'click', link: `l-${n}`, userAgent: null, settled: false });
    }
    story.hears({ messageId, type: 'click', link: 'l-19', userAgent: null, settled: true });
    expect(marks(story)).toEqual(['clicked-bot']);
    expect(decodePerson(encodePerson(story.person))).toEqual(story.person);
  });
});
