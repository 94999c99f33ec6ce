import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../shared/kernel/instants.ts';
import type { CampaignDefinition, DateTrigger } from '../../shared/workspace/campaign-definition.ts';
import { ann, campaign, NOON, send, wait, workspace } from './making.ts';
import { Story } from './story.ts';

const NINE = 9 * 60;
const birthday: DateTrigger = { kind: 'date', path: 'profile.birthday', yearly: true, before: ['P0D'], at: NINE };
const wedding: DateTrigger = { ...birthday, path: 'profile.wedding' };
const ends: DateTrigger = {
  kind: 'date',
  path: 'profile.contracts[].end',
  key: 'contractId',
  yearly: false,
  before: ['P30D'],
  at: NINE,
};

type Differs = Partial<CampaignDefinition>;

function spaceOf(trigger: DateTrigger, differs: Differs = {}) {
  const dated = { id: 'dated', key: undefined, triggers: [trigger], steps: [wait(HOUR)], ...differs };
  return workspace({ campaigns: [campaign(dated)] });
}

const storyOf = (trigger: DateTrigger, differs?: Differs) => new Story(spaceOf(trigger, differs), ann({ version: 7 }));

function says(story: Story, traits: Readonly<Record<string, unknown>>): void {
  story.passesUnswept(1);
  story.event('profile.updated', { traits: traits as never });
}

const contract = (end: string) => ({ contracts: [{ contractId: 'k', end }] });

/** Days of the runs that ended by `until`. */
function told(story: Story, until: string): string[] {
  const before = story.log.length;
  story.passes(Date.parse(until) - story.now);
  return story.log
    .slice(before)
    .filter(({ verdict }) => verdict === 'ended')
    .map(({ enrollmentId }) => enrollmentId?.split(':').at(-2) ?? '');
}

/** The runs of these stories end by a step that says so. */
const ending: Differs = { steps: [wait(HOUR), { id: 'end', type: 'exit' }] };

describe('a date that is said while nobody enters', () => {
  test('before `starts` is told in its time, and one whose time comes before is not', () => {
    const story = storyOf(ends, { ...ending, starts: '2027-03-01' });
    says(story, contract('2027-06-30'));
    expect(told(story, '2027-07-02T00:00:00Z')).toEqual(['2027-06-30']);
    const early = storyOf(ends, { ...ending, starts: '2027-03-01' });
    says(early, contract('2027-03-20'));
    expect(told(early, '2027-07-02T00:00:00Z')).toEqual([]);
  });

  test('before the publication of a campaign that starts later is armed with `existing-too`', () => {
    const story = storyOf({ ...ends, enroll: 'existing-too' }, { status: 'draft' });
    says(story, contract('2027-06-30'));
    expect(story.person.comingDates).toEqual([]);
    story.workspace = spaceOf({ ...ends, enroll: 'existing-too' }, { ...ending, starts: '2027-03-01' });
    story.tell({ kind: 'arm' });
    story.tell({ kind: 'arm' });
    expect(told(story, '2027-07-02T00:00:00Z')).toEqual(['2027-06-30']);
  });

  test('in a pause is told after it', () => {
    const story = storyOf(birthday, { status: 'paused' });
    says(story, { birthday: '1990-12-24' });
    story.workspace = spaceOf(birthday, ending);
    expect(told(story, '2026-12-25T00:00:00Z')).toEqual(['2026-12-24']);
  });

  test('of a campaign that is over or a draft is kept for nobody', () => {
    for (const differs of [{ ends: '2026-11-01' }, { status: 'draft' }, { status: 'archived' }] as const) {
      const story = storyOf(birthday, differs);
      says(story, { birthday: '1990-12-24' });
      expect(story.person.comingDates).toEqual([]);
    }
  });
});

describe('a date that moves in a pause', () => {
  test('takes the place of the one before', () => {
    const story = storyOf(ends);
    says(story, contract('2027-06-30'));
    story.workspace = spaceOf(ends, { status: 'paused' });
    says(story, contract('2027-08-31'));
    story.workspace = spaceOf(ends, ending);
    expect(told(story, '2027-09-02T00:00:00Z')).toEqual(['2027-08-31']);
  });

  test('to another zone is told by the clock there', () => {
    const story = storyOf(birthday);
    says(story, { birthday: '1990-12-24', timeZone: 'Europe/Berlin' });
    story.workspace = spaceOf(birthday, { status: 'paused' });
    says(story, { timeZone: 'America/Los_Angeles' });
    story.workspace = spaceOf(birthday);
    expect(story.person.comingDates.map((each) => each.dueAt)).toEqual([Date.parse('2026-12-24T17:00:00Z')]);
  });

  test('gives way where the file was away as the date moved, and `existing-too` comes back with it', () => {
    const existing = { ...ends, enroll: 'existing-too' } as const;
    const story = storyOf(existing);
    says(story, contract('2027-06-30'));
    story.workspace = workspace({ campaigns: [] });
    says(story, contract('2027-08-31'));
    story.workspace = spaceOf(existing, ending);
    story.tell({ kind: 'arm' });
    expect(story.person.comingDates.map((each) => each.day)).toEqual(['2027-08-31']);
    expect(told(story, '2027-09-02T00:00:00Z')).toEqual(['2027-08-31']);
  });

  test('waits on where nobody heard that it moved before it was due', () => {
    const story = storyOf(birthday);
    says(story, { birthday: '1990-12-24', timeZone: 'Europe/Berlin' });
    story.workspace = workspace({ campaigns: [] });
    says(story, { timeZone: 'America/Los_Angeles' });
    story.workspace = spaceOf(birthday, ending);
    story.passes(Date.parse('2026-12-24T08:30:00Z') - story.now);
    expect(story.person.enrollments).toEqual([]);
    expect(told(story, '2026-12-25T00:00:00Z')).toEqual(['2026-12-24']);
  });
});

describe('a birthday', () => {
  test.each([
    ['archived', () => spaceOf(birthday, { status: 'archived' })],
    ['away', () => workspace({ campaigns: [] })],
  ])('that comes while its campaign is %s is told next year', (_, meanwhile) => {
    const story = storyOf(birthday, ending);
    says(story, { birthday: '1990-12-24' });
    story.workspace = meanwhile();
    expect(told(story, '2026-12-26T00:00:00Z')).toEqual([]);
    story.workspace = spaceOf(birthday, ending);
    expect(told(story, '2028-12-26T00:00:00Z')).toEqual(['2027-12-24', '2028-12-24']);
  });

  test('that is corrected after it was told is told no second time that year (P-95)', () => {
    const story = storyOf(birthday, { ...ending, reentry: { kind: 'always' } });
    says(story, { birthday: '1990-11-20' });
    expect(told(story, '2026-11-30T00:00:00Z')).toEqual(['2026-11-20']);
    says(story, { birthday: '1990-12-20' });
    expect(told(story, '2027-12-30T00:00:00Z')).toEqual(['2027-12-20']);
    expect(story.log.filter(({ verdict }) => verdict === 'not-entered')).toMatchObject([
      { enrollmentId: 'dated:2026-12-20:P0D', because: { reason: 'reentry', told: 2026 } },
    ]);
  });

  test('that is corrected before anything was written, or before it came, is told this year', () => {
    const running = storyOf(birthday, {
      ...ending,
      steps: [wait(5 * DAY), send('offer')],
      reentry: { kind: 'always' },
    });
    says(running, { birthday: '1990-11-20' });
    running.passes(3 * DAY);
    expect(running.person.enrollments).toHaveLength(1);
    says(running, { birthday: '1990-12-20' });
    expect(running.person.comingDates.map((each) => each.day)).toEqual(['2026-12-20']);
    const mistyped = storyOf(birthday);
    says(mistyped, { birthday: '1990-01-20' });
    says(mistyped, { birthday: '1990-12-20' });
    expect(mistyped.person.comingDates.map((each) => each.day)).toEqual(['2026-12-20']);
  });
});

describe('a date that starts nothing', () => {
  const refusals = (story: Story) => story.log.filter(({ verdict }) => verdict === 'not-entered');

  test('because it was said too late is told once, of several leads the nearest (P-97)', () => {
    const story = storyOf({ ...ends, before: ['P60D', 'P30D'] });
    says(story, contract('2026-12-13'));
    says(story, { ...contract('2026-12-13'), city: 'Bonn' });
    expect(refusals(story).map(({ because }) => because)).toEqual([
      { reason: 'expired', expiresAt: '2026-11-13T08:00:00.000Z' },
    ]);
  });

  test('is told of five at once at most, the nearest', () => {
    const story = storyOf(ends);
    const list = Array.from({ length: 9 }, (_, year) => ({ contractId: `k-${year}`, end: `201${year}-05-01` }));
    says(story, { contracts: list });
    expect(refusals(story).map(({ enrollmentId }) => enrollmentId?.split(':')[1])).toEqual([
      'k-8',
      'k-7',
      'k-6',
      'k-5',
      'k-4',
    ]);
  });

  test.each(['2027-02-29', '31.12.1990', '02-29', 19901231])(
    'because %j is no date is told once a value, by its place and not by its words',
    (value) => {
      const story = storyOf(wedding);
      says(story, { wedding: value });
      says(story, { wedding: value, city: 'Bonn' });
      expect(refusals(story)).toMatchObject([
        { campaign: 'dated', because: { reason: 'date-unreadable', field: 'profile.wedding' } },
      ]);
      expect(JSON.stringify(story.effects)).not.toContain(String(value));
      says(story, { wedding: 'tomorrow' });
      expect(refusals(story)).toHaveLength(2);
      expect(new Set(refusals(story).map(({ id }) => id)).size).toBe(2);
    },
  );

  test('is told of neither where it is taken back, nor for a campaign that is paused, over or a draft', () => {
    const story = storyOf(wedding);
    says(story, { wedding: '' });
    says(story, { wedding: null });
    expect(refusals(story)).toEqual([]);
    for (const differs of [{ status: 'paused' }, { status: 'draft' }, { ends: '2026-11-01' }] as const) {
      const silent = storyOf(ends, differs);
      says(silent, contract('2020-01-01'));
      says(silent, contract('soon'));
      expect(refusals(silent)).toEqual([]);
    }
  });
});

test('a trigger of another kind in front of its own moves no date that waits', () => {
  const story = storyOf(ends, ending);
  says(story, contract('2027-06-30'));
  const byHand = { kind: 'event', event: 'told.by-hand' } as const;
  story.workspace = spaceOf(ends, { ...ending, triggers: [byHand, ends] });
  expect(told(story, '2027-07-02T00:00:00Z')).toEqual(['2027-06-30']);
});

test('a birthday exported as midnight in UTC comes on its written day, wherever the person lives', () => {
  const story = storyOf(birthday);
  says(story, { birthday: '1990-12-10T00:00:00.000Z', timeZone: 'America/New_York' });
  expect(story.person.comingDates).toMatchObject([{ day: '2026-12-10', dueAt: Date.parse('2026-12-10T14:00:00Z') }]);
  expect(story.now).toBeLessThan(NOON + DAY);
});
