import { describe, expect, test } from 'vitest';
import { transformInput, valueAt } from '../../../local/aws/input-transformer.ts';

const event = {
  'detail-type': 'Email Bounced',
  detail: {
    name: 'Ann "A" Lee',
    count: 3,
    gone: null,
    on: true,
    mail: { tags: { profileId: ['c-1'], 'ses:configuration-set': ['marketing'] } },
    recipients: [{ emailAddress: 'a@example.org' }, { emailAddress: 'b@example.org' }],
  },
};

describe('what a template gives', () => {
  test.each([
    ['a string inside quotes goes in bare and escaped', '$.detail.name', '{"v":"<v>!"}', '{"v":"Ann \\"A\\" Lee!"}'],
    ['a string outside quotes brings its own', '$.detail.name', '{"v":<v>}', '{"v":"Ann \\"A\\" Lee"}'],
    ['a number inside quotes is its digits', '$.detail.count', '{"v":"<v>"}', '{"v":"3"}'],
    ['a number outside quotes stays one', '$.detail.count', '{"v":<v>}', '{"v":3}'],
    ['a boolean stays one', '$.detail.on', '{"v":<v>}', '{"v":true}'],
    [
      'an object goes in as JSON',
      '$.detail.mail.tags',
      '{"v":<v>}',
      '{"v":{"profileId":["c-1"],"ses:configuration-set":["marketing"]}}',
    ],
    ['a path that finds nothing is empty inside quotes', '$.detail.absent.deep', '{"v":"<v>"}', '{"v":""}'],
    ['a path that finds nothing is empty outside quotes', '$.detail.absent', '{"v":<v>}', '{"v":""}'],
    ['a quoted line of text keeps its quotes', '$.detail.count', '"<v> times"', '"3 times"'],
    ['an escaped quote does not end a string', '$.detail.name', '{"v":"\\"<v>\\""}', '{"v":"\\"Ann \\"A\\" Lee\\""}'],
    ['an unknown placeholder stays', '$.detail.count', '{"v":"<other>"}', '{"v":"<other>"}'],
  ])('%s', (_what, path, template, expected) => {
    expect(transformInput({ paths: { v: path }, template }, event)).toBe(expected);
  });
});

describe('what a path finds', () => {
  test.each([
    ['$.detail-type', 'Email Bounced'],
    ['$.detail.mail.tags.profileId[0]', 'c-1'],
    ["$.detail.mail.tags['ses:configuration-set'][0]", 'marketing'],
    ['$.detail.mail.tags.ses:configuration-set[0]', 'marketing'],
    ['$.detail.recipients[1].emailAddress', 'b@example.org'],
    ['$.detail.recipients[*].emailAddress', ['a@example.org', 'b@example.org']],
    ['$.detail.recipients[2].emailAddress', undefined],
    ['$.detail.gone', null],
    ['$', event],
  ])('%s', (path, expected) => {
    expect(valueAt(event, path)).toEqual(expected);
  });

  test.each(['detail', '$.a[?(@.b)]', '$..a'])('%s is not one that EventBridge takes', (path) => {
    expect(() => valueAt(event, path)).toThrow(path);
  });
});
