import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../shared/kernel/instants.ts';
import { STAFF_ADDRESS } from '../../shared/messages/staff-mail.ts';
import { countedOf } from '../../shared/person/counted.ts';
import { newPerson } from '../../shared/person/person.ts';
import type { NotifyStep } from '../../shared/workspace/campaign-definition.ts';
import type { Settings } from '../../shared/workspace/definitions.ts';
import { ann, campaign, NOON, send, settings, wait, workspace } from './making.ts';
import { Story } from './story.ts';

const notify: NotifyStep = { type: 'notify', id: 'tell', to: 'bob@acme.example', subject: 'Look', text: 'Do' };
const staffed: Settings = { ...settings, staffDomains: ['acme.example'], frequencyCaps: [{ max: 1, per: DAY }] };
const NIGHT = NOON + 12 * HOUR;

/** A workspace whose campaign tells a colleague of every cart; `differs` are settings. */
function space(steps = [notify, send()] as Parameters<typeof campaign>[0], differs: Partial<Settings> = {}) {
  const rest = Array.isArray(steps) ? { steps } : steps;
  return workspace({ campaigns: [campaign(rest)], settings: { ...staffed, ...differs } });
}

const storyOf = (person = ann(), now = NOON, differs: Partial<Settings> = {}) =>
  new Story(space([notify, send()] as never, differs), person, now);

describe('mail to a colleague', () => {
  test.each([
    ['who agreed to nothing', ann({ permission: { consents: [], requests: [], stoppedAt: null, resumedAt: null } })],
    [
      'who stopped everything',
      ann({ permission: { consents: [], requests: [], stoppedAt: NOON - DAY, resumedAt: null } }),
    ],
    ['whose address bounced', ann({ suppression: { reason: 'hard-bounce', since: NOON - DAY } })],
    ['of whom no address is known', newPerson('c-42')],
  ])('about somebody %s goes out: nothing of their permission is asked', (_, person) => {
    const story = storyOf(person);
    story.cartLeft();
    expect(story.message).toMatchObject({ stepId: 'tell', status: 'queued' });
    story.claim(story.message.messageId);
    expect(story.message).toMatchObject({ status: 'sending', address: STAFF_ADDRESS });
  });

  test('goes out at night, and the run goes on behind it', () => {
    const story = storyOf(ann(), NIGHT);
    story.cartLeft();
    expect(story.sendsAll()).toBe(1);
    expect(story.message).toMatchObject({ stepId: 'reminder', status: 'held', because: { reason: 'quiet-hours' } });
  });

  test('uses up none of the frequency caps, and those that are used up do not hold it', () => {
    const story = storyOf();
    story.cartLeft('k-1');
    expect(story.sendsAll()).toBe(1);
    expect(story.sendsAll()).toBe(1);
    story.cartLeft('k-2');
    expect(story.message).toMatchObject({ stepId: 'tell', status: 'queued' });
  });

  test('is not sent about somebody in the holdout, who walks the same steps', () => {
    const story = new Story(space({ holdout: 100, steps: [notify, send()] }));
    story.cartLeft();
    expect(story.ends).toEqual(['skipped: holdout', 'skipped: holdout']);
  });

  test('is not sent where its domain is of the staff no longer, asked again at the claim', () => {
    const story = storyOf();
    story.cartLeft();
    const { messageId } = story.message;
    story.workspace = space([notify, send()] as never, { staffDomains: ['other.example'] });
    story.claim(messageId);
    expect(story.ends).toEqual(['skipped: recipient-not-allowed']);
    expect(story.message.stepId).toBe('reminder');
  });

  test.each(['bob@sub.acme.example', 'bob@acme.example.evil.example', 'acme.example', 'bob@ACME.example.'])(
    'never goes to %s, which is of no staff domain',
    (to) => {
      const story = new Story(space([{ ...notify, to }] as never));
      story.cartLeft();
      expect(story.ends).toEqual(['skipped: recipient-not-allowed']);
    },
  );

  test('waits while its campaign is paused, and expires like every other', () => {
    const story = storyOf();
    story.cartLeft();
    story.workspace = space({ status: 'paused', steps: [notify] });
    story.claim(story.message.messageId);
    expect(story.message).toMatchObject({ status: 'held', because: { reason: 'sending-disabled' } });
    story.passes(4 * DAY);
    expect(story.ends).toEqual(['skipped: expired']);
  });

  test('is claimed once, whoever else comes with the order', () => {
    const story = storyOf();
    story.cartLeft();
    const { messageId } = story.message;
    story.claim(messageId, 'inv-1');
    const before = story.person;
    story.claim(messageId, 'inv-2');
    expect(story.person).toBe(before);
  });

  test('is no message to the person: no campaign hears of it, no report counts it, explain looks past it', () => {
    const follow = campaign({ id: 'follow', key: undefined, triggers: [{ kind: 'event', event: 'message.sent' }] });
    const story = new Story(
      workspace({ campaigns: [campaign({ steps: [notify, wait(DAY)] }), follow], settings: staffed }),
    );
    story.cartLeft();
    story.sendsAll();
    expect(story.person.enrollments.map((each) => each.campaign)).toEqual(['cart-abandoned']);
    const [told] = story.log.filter((each) => each.kind === 'message');
    expect(told).toMatchObject({ verdict: 'sent', stepId: 'tell', aside: true, enters: 'mailed' });
    expect(told && countedOf(told)).toEqual({ entered: 1 });
  });

  test('counts its run as entered once, whatever is sent behind it', () => {
    const story = storyOf();
    story.cartLeft();
    story.sendsAll();
    story.sendsAll();
    expect(story.log.flatMap((each) => each.enters ?? [])).toEqual(['mailed']);
  });

  test.each([
    ['bounce', { bounceType: 'Permanent', bounceSubType: 'General' }],
    ['complaint', { complaintFeedbackType: 'abuse' }],
    ['open', { settled: true }],
  ] as const)('that comes to a %s says nothing of the person', (type, differs) => {
    const story = storyOf();
    story.cartLeft();
    const { messageId } = story.message;
    story.sendsAll();
    const before = story.person;
    story.hears({ type, messageId, address: STAFF_ADDRESS, ...differs });
    const { recent: _, ...rest } = story.person;
    const { recent: __, ...known } = before;
    expect(rest).toEqual(known);
    expect(story.ledger).toEqual([]);
  });

  test('without a clear answer is resolved by what SES tells of it', () => {
    const story = storyOf();
    story.cartLeft();
    const { messageId } = story.message;
    story.claim(messageId);
    story.hears({ type: 'delivery', messageId, address: STAFF_ADDRESS });
    expect(story.ends).toEqual(['delivered']);
    expect(story.message.stepId).toBe('reminder');
  });
});
