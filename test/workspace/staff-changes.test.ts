import { expect, test } from 'vitest';
import { emptyRelease } from '../../shared/workspace/empty-release.ts';
import { formatFinding } from '../../shared/workspace/findings.ts';
import { staffChanges } from '../../shared/workspace/staff-changes.ts';
import { campaign, settings } from '../person/making.ts';

const notify = { type: 'notify', id: 'n', to: 'Club@Acme.example', subject: 's', text: 't' } as const;
const release = (staffDomains: readonly string[], isTold = true) => ({
  ...emptyRelease.content,
  settings: { ...settings, staffDomains },
  campaigns: isTold ? [campaign({ steps: [notify] })] : [campaign()],
});
const TEXT = 'locales: [en]\nstaff: { domains: [other.example] }\n';

test('a staff domain that goes is a warning while campaigns write to it', () => {
  const found = staffChanges(release(['acme.example']), release(['other.example'], false), TEXT).map(formatFinding);
  expect(found).toEqual([
    expect.stringMatching(/^settings\.yaml:2:\d+: warning: acme\.example is no staff domain any more.*cart-abandoned/),
  ]);
});

test('one that nobody writes to, or that stays, is none', () => {
  expect(staffChanges(release(['acme.example'], false), release([]), TEXT)).toEqual([]);
  expect(staffChanges(release(['acme.example']), release(['acme.example']), TEXT)).toEqual([]);
});
