import { expect, test } from 'vitest';
import { DAY } from '../../shared/kernel/instants.ts';
import { emptyRelease } from '../../shared/workspace/empty-release.ts';
import { settingsSchema } from '../../shared/workspace/schemas/settings.ts';

const brand = {
  name: 'Acme',
  legalName: 'Acme GmbH',
  postalAddress: 'Weg 1',
  from: 'news@news.acme.example',
  transactionalFrom: 'hello@acme.example',
};

const parsed = (permission: object) => settingsSchema.safeParse({ brand, permission });

test('P-77, P-83 the shares and the spam rate are settings, the same by default before and after the first publication', () => {
  const { sendRateShare, marketingQuotaShare, spamRate } = emptyRelease.content.settings.permission;
  expect(parsed({}).data?.permission).toMatchObject({ sendRateShare, marketingQuotaShare, spamRate });
  expect(parsed({ sendRateShare: 50, spamRate: { stop: 0.1, holdsFor: 'P3D' } }).data?.permission).toMatchObject({
    sendRateShare: 50,
    marketingQuotaShare: 90,
    spamRate: { warn: 0.08, stop: 0.1, holdsFor: 3 * DAY },
  });
});

test.each([
  [{ sendRateShare: 91 }, 'P-77'],
  [{ marketingQuotaShare: 100 }, 'P-77'],
  [{ spamRate: { stop: 0.31 } }, 'P-83'],
])('%j is looser than %s allows', (permission, rule) => {
  expect(parsed(permission).error?.issues[0]?.message).toContain(rule);
});

test('a share of nothing is refused: no mail would ever go out', () => {
  expect(parsed({ sendRateShare: 0 }).success).toBe(false);
});
