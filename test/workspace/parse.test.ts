import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import type { CampaignDefinition } from '../../shared/workspace/campaign-definition.ts';
import { formatFinding } from '../../shared/workspace/findings.ts';
import { parseWorkspace } from '../../shared/workspace/parse.ts';

const SETTINGS = `brand:
  { name: Acme, legalName: Acme GmbH, postalAddress: Berlin, from: a@acme.example, transactionalFrom: b@acme.example }
`;
const BASE = {
  'settings.yaml': SETTINGS,
  'topics.yaml': '- { id: offers, name: { en: Offers } }\n',
  'templates/hi/en.mjml': '---\nsubject: Hi\n---\n<mj-section></mj-section>\n',
};

function campaign(text: string): CampaignDefinition {
  const { draft, findings } = parseWorkspace({ ...BASE, 'campaigns/c.yaml': text });
  expect(findings.map(formatFinding)).toEqual([]);
  const found = draft.campaigns[0];
  if (!found) throw new Error('no campaign');
  return found.definition;
}

const SHORT = 'id: c\ntopic: offers\ntrigger: { event: x.happened }\nsteps: [ { send: hi } ]\n';

describe('settings.yaml', () => {
  test('takes the house numbers where it says nothing', () => {
    const settings = parseWorkspace(BASE).draft.settings?.value;
    expect(settings).toMatchObject({
      locales: ['en'],
      timeZone: 'UTC',
      quietHours: { from: 21 * 60, to: 8 * 60 },
      frequencyCaps: [
        { max: 1, per: DAY },
        { max: 3, per: 7 * DAY },
      ],
      controlGroup: 0,
      staffDomains: [],
      permission: {
        confirmWithin: 72 * HOUR,
        preferenceLinkFor: 30 * DAY,
        unknownZoneHours: { from: 600, to: 1020 },
        unknownRetryAfter: 15 * MINUTE,
      },
    });
  });

  test('replaces the frequency caps with those it gives', () => {
    const files = {
      ...BASE,
      'settings.yaml': `${SETTINGS}frequencyCaps: [ { max: 2, per: P1D } ]\npermission: { confirmWithin: PT24H }\n`,
    };
    const settings = parseWorkspace(files).draft.settings?.value;
    expect(settings?.frequencyCaps).toEqual([{ max: 2, per: DAY }]);
    expect(settings?.permission).toMatchObject({ confirmWithin: DAY, unknownRetryAfter: 15 * MINUTE });
  });
});

describe('a campaign', () => {
  test('left short takes the defaults of the language', () => {
    expect(campaign(SHORT)).toEqual({
      id: 'c',
      name: 'c',
      status: 'draft',
      class: 'marketing',
      topic: 'offers',
      triggers: [{ kind: 'event', event: 'x.happened' }],
      key: undefined,
      where: undefined,
      audience: undefined,
      reentry: { kind: 'after', after: 72 * HOUR, per: 'person' },
      exit: [],
      holdout: 0,
      priority: 50,
      sendWithin: 3 * DAY,
      steps: [{ type: 'send', id: '0', template: 'hi' }],
    });
  });

  test('takes key and where below the trigger and beside it, the trigger first', () => {
    const below = campaign(
      SHORT.replace(
        '{ event: x.happened }',
        '{ event: x.happened, key: properties.a, where: { properties: { b: [1] } } }',
      ),
    );
    const beside = campaign(`${SHORT}key: properties.a\nwhere: { properties: { b: [1] } }\n`);
    expect(below).toEqual(beside);
    const both = campaign(`${SHORT.replace('x.happened }', 'x.happened, key: properties.a }')}key: properties.z\n`);
    expect(both.triggers[0]?.key).toBe('properties.a');
  });

  test('may start by several events', () => {
    const expected = [
      { kind: 'event', event: 'a' },
      { kind: 'event', event: 'b' },
    ];
    expect(campaign(SHORT.replace('{ event: x.happened }', '{ event: [a, b] }')).triggers).toEqual(expected);
    expect(campaign(SHORT.replace('{ event: x.happened }', '[ { event: a }, { event: b } ]')).triggers).toEqual(
      expected,
    );
  });

  test('says its rules and steps in every form', () => {
    const full = campaign(`id: c
name: All of it
status: active
topic: offers
trigger: { event: x.happened, key: properties.a }
reentry: { after: P7D, per: key }
exit: [ { event: y.happened, sameKey: properties.a, where: { properties: { b: [1] } } }, { when: { profile: { vip: [true] } } } ]
holdout: 10
priority: 80
sendWithin: P2D
steps:
  - { id: first, send: { template: hi, replyTo: a@acme.example } }
  - wait: PT3H
`);
    expect(full).toMatchObject({
      name: 'All of it',
      status: 'active',
      reentry: { kind: 'after', after: 7 * DAY, per: 'key' },
      exit: [
        { kind: 'event', event: 'y.happened', sameKey: 'properties.a', where: { properties: { b: [1] } } },
        { kind: 'when', when: { profile: { vip: [true] } } },
      ],
      holdout: 10,
      priority: 80,
      sendWithin: 2 * DAY,
      steps: [
        { type: 'send', id: 'first', template: 'hi', replyTo: 'a@acme.example' },
        { type: 'wait', id: '1', for: 3 * HOUR },
      ],
    });
    expect(campaign(`${SHORT}reentry: always\n`).reentry).toEqual({ kind: 'always' });
    expect(campaign(`${SHORT}reentry: never\n`).reentry).toEqual({ kind: 'never' });
  });
});

describe('events.yaml', () => {
  test('remembers what it is told to, and keeps samples', () => {
    const { draft } = parseWorkspace({
      ...BASE,
      'events.yaml': 'events:\n  a.b: { remember: true, sample: { x: [1] } }\n  c.d:\n',
    });
    expect(draft.events).toEqual({
      'a.b': { remember: true, sample: { x: [1] } },
      'c.d': { remember: false, sample: undefined },
    });
  });

  test('may be empty, as may surveys.yaml and topics.yaml', () => {
    const { findings } = parseWorkspace({
      'settings.yaml': SETTINGS,
      'events.yaml': '',
      'surveys.yaml': '# none yet\n',
      'topics.yaml': '',
    });
    expect(findings).toEqual([]);
  });
});

describe('files', () => {
  test('beside the release are let through: stories and samples', () => {
    expect(parseWorkspace({ ...BASE, 'tests/a.yaml': ': :', 'samples/events.jsonl': '{' }).findings).toEqual([]);
  });

  test('that nobody reads are told', () => {
    const { findings } = parseWorkspace({ ...BASE, 'notes.txt': '', 'campaigns/deep/x.yaml': '' });
    expect(findings.map((finding) => [finding.file, finding.severity])).toEqual([
      ['campaigns/deep/x.yaml', 'error'],
      ['notes.txt', 'warning'],
    ]);
  });

  test('with a bracket too many have one finding, not one for each word behind it', () => {
    const { findings } = parseWorkspace({
      ...BASE,
      'events.yaml': 'events:\n  a: { sample: [1]] }\n  b: { sample: {} }\n',
    });
    expect(findings.filter(({ file }) => file === 'events.yaml')).toEqual([
      expect.objectContaining({ line: 2, message: expect.stringContaining('look for a bracket') }),
    ]);
  });

  test('full of aliases do not blow up', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`;
    const { findings } = parseWorkspace({ ...BASE, 'events.yaml': bomb });
    expect(findings[0]?.message).toContain('not valid YAML');
  });
});
