import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../shared/kernel/instants.ts';
import type { DateTrigger } from '../../shared/workspace/campaign-definition.ts';
import { ann, campaign, NOON, settings, wait, workspace } from './making.ts';
import { Story } from './story.ts';

const NINE = 9 * 60;
const birthday: DateTrigger = { kind: 'date', path: 'profile.birthday', yearly: true, before: ['P0D'], at: NINE };
const ends: DateTrigger = {
  kind: 'date',
  path: 'profile.contracts[].end',
  key: 'contractId',
  yearly: false,
  before: ['P60D', 'P30D'],
  at: NINE,
};

function storyOf(trigger: DateTrigger, leapDay: '02-28' | '03-01' = '02-28'): Story {
  const definition = campaign({ id: 'dated', key: undefined, triggers: [trigger], steps: [wait(30 * DAY)] });
  const space = { ...settings, permission: { ...settings.permission, leapDay } };
  return new Story(workspace({ campaigns: [definition], settings: space }), ann({ version: 7 }));
}

/** The ids of every run that began, in order. */
function begun(story: Story, ms: number): string[] {
  const ids: string[] = [];
  const until = story.now + ms;
  for (;;) {
    const standing = new Set(story.person.enrollments.map((each) => each.enrollmentId));
    const due = Math.min(
      ...[...story.person.comingDates, ...story.person.enrollments].map((each) => each.dueAt ?? Infinity),
    );
    if (due > until) return ids;
    story.passes(due - story.now);
    ids.push(...story.person.enrollments.map((each) => each.enrollmentId).filter((id) => !standing.has(id)));
  }
}

const contracts = (list: readonly unknown[]) => ({ traits: { contracts: list as never } });

describe('a birthday', () => {
  test('on 29 February is told on the 28th in common years, once a year (P-95)', () => {
    const story = storyOf(birthday);
    story.event('profile.updated', { traits: { birthday: '1992-02-29' } });
    expect(begun(story, 800 * DAY)).toEqual(['dated:2027-02-28:P0D', 'dated:2028-02-29:P0D']);
  });

  test('on 29 February is told on 1 March where the settings say so (P-95)', () => {
    const story = storyOf(birthday, '03-01');
    story.event('profile.updated', { traits: { birthday: '1992-02-29' } });
    expect(begun(story, 365 * DAY)).toEqual(['dated:2027-03-01:P0D']);
  });

  test('comes at nine of the clock where the person is, and says how many years (P-94)', () => {
    const story = storyOf(birthday);
    story.event('profile.updated', { traits: { birthday: '1990-12-01', timeZone: 'America/New_York' } });
    expect(story.person.comingDates.map((each) => each.dueAt)).toEqual([Date.parse('2026-12-01T14:00:00Z')]);
    story.passes(Date.parse('2026-12-01T14:00:00Z') - NOON);
    expect(story.person.enrollments[0]).toMatchObject({ properties: { years: 36, date: '2026-12-01', before: 'P0D' } });
  });

  test('moves with the person to another zone (P-94)', () => {
    const story = storyOf(birthday);
    story.event('profile.updated', { traits: { birthday: '1990-12-01' } });
    story.event('profile.moved', { traits: { timeZone: 'Australia/Lord_Howe' }, occurredAt: NOON + 1 });
    expect(story.person.comingDates.map((each) => each.dueAt)).toEqual([Date.parse('2026-11-30T22:00:00Z')]);
  });

  test('of two days ago is told at once when it is first said, one of last week not before next year (P-97)', () => {
    const lately = storyOf(birthday);
    lately.event('profile.updated', { traits: { birthday: '1990-11-16' } });
    expect(lately.person.enrollments.map((each) => each.enrollmentId)).toEqual(['dated:2026-11-16:P0D']);
    const longAgo = storyOf(birthday);
    longAgo.event('profile.updated', { traits: { birthday: '1990-11-10' } });
    expect([longAgo.person.enrollments, longAgo.person.comingDates.map((each) => each.day)]).toEqual([
      [],
      ['2027-11-10'],
    ]);
  });

  test('that is said again is armed no second time', () => {
    const story = storyOf(birthday);
    story.event('profile.updated', { traits: { birthday: '1990-11-16' } });
    story.event('profile.updated', { traits: { birthday: '1990-11-16' }, occurredAt: NOON + 1 });
    expect(story.person.enrollments).toHaveLength(1);
    expect(story.person.comingDates).toHaveLength(1);
  });
});

describe('the end of a contract', () => {
  const two = [
    { contractId: 'k-1', end: '2027-03-20', plan: 'a' },
    { contractId: 'k-2', end: '2027-04-20' },
  ];

  test('is told by each lead, for each contract, with the contract as properties (P-96)', () => {
    const story = storyOf(ends);
    story.event('contract.signed', contracts(two));
    expect(begun(story, 200 * DAY)).toEqual(
      [
        'dated:k-1:2027-03-20:P60D',
        'dated:k-1:2027-03-20:P30D',
        'dated:k-2:2027-04-20:P60D',
        'dated:k-2:2027-04-20:P30D',
      ].sort((left, right) => momentOf(left) - momentOf(right)),
    );
  });

  test('that moves while its run waits ends that run, and is told anew in its time (P-96)', () => {
    const story = storyOf({ ...ends, before: ['P30D'] });
    story.event('contract.signed', contracts(two));
    story.passes(Date.parse('2027-02-18T08:00:00Z') - NOON);
    expect(story.person.enrollments.map((each) => each.key)).toEqual(['k-1']);
    story.event('contract.renewed', contracts([{ contractId: 'k-1', end: '2028-03-20' }, two[1]]));
    expect(story.person.enrollments).toEqual([]);
    expect(story.log.at(-1)).toMatchObject({ verdict: 'ended', because: { reason: 'trigger-void' } });
    expect(story.person.comingDates.map((each) => each.day).sort()).toEqual(['2027-04-20', '2028-03-20']);
  });

  test('that nobody has any more is told no more (P-96)', () => {
    const story = storyOf(ends);
    story.event('contract.signed', contracts(two));
    story.event('contract.cancelled', { ...contracts([two[0]]), occurredAt: NOON + 1 });
    expect(new Set(story.person.comingDates.map((each) => each.key))).toEqual(new Set(['k-1']));
  });

  test('far back is told never (P-97)', () => {
    const story = storyOf(ends);
    story.event('contract.signed', contracts([{ contractId: 'k', end: '2026-12-01' }]));
    expect([story.person.comingDates, story.person.enrollments]).toEqual([[], []]);
  });

  test('whose timer comes a week late is told no more, and says why (P-97)', () => {
    const story = storyOf({ ...ends, before: ['P30D'] });
    story.event('contract.signed', contracts([two[0]]));
    story.passesUnswept(Date.parse('2027-02-28T08:00:00Z') - NOON);
    story.timer();
    expect(story.person.enrollments).toEqual([]);
    expect(story.log.at(-1)).toMatchObject({ verdict: 'not-entered', because: { reason: 'expired' } });
  });
});

function momentOf(id: string): number {
  const [, , day = '', before = ''] = id.split(':');
  return Date.parse(day) - Number(/\d+/.exec(before)?.[0]) * DAY;
}

describe('dates that were said before a publication', () => {
  test('are not armed by it, unless the campaign takes existing ones too', () => {
    const known = ann({ traits: { ...ann().traits, birthday: { value: '1990-12-01', at: NOON - DAY } } });
    const armed = (enroll?: 'existing-too') => {
      const definition = campaign({
        id: 'dated',
        key: undefined,
        triggers: [{ ...birthday, enroll }],
        steps: [wait(HOUR)],
      });
      const story = new Story(workspace({ campaigns: [definition] }), known);
      story.tell({ kind: 'arm' });
      story.tell({ kind: 'arm' });
      return story.person.comingDates.map((each) => each.day);
    };
    expect([armed(), armed('existing-too')]).toEqual([[], ['2026-12-01']]);
  });
});
