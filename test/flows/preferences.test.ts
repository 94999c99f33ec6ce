import { beforeAll, expect, test } from 'vitest';
import { cartAbandoned, consentRecorded, happen, mailsOf, type ProfileTold, profileOf, urlsIn } from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import type { RunningHeed } from './local-run.ts';
import { sharedRun } from './shared-run.ts';

let heed: RunningHeed;
beforeAll(async () => {
  heed = await sharedRun(flowWorkspace({ always: cartReminder }));
});

async function post(url: string, fields: Record<string, string>): Promise<Response> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
  await heed.quiet();
  return answer;
}

const preferencesOf = async (profileId: string) =>
  ((await profileOf(heed, profileId)) as ProfileTold & { readonly preferences: Readonly<Record<string, unknown>> })
    .preferences;

const changed = (profileId: string, properties: Readonly<Record<string, unknown>>) => ({
  type: 'preferences.changed',
  profileId,
  eventId: `${profileId}-${JSON.stringify(properties)}`,
  properties,
});

async function reasonsOf(profileId: string): Promise<(string | null)[]> {
  return (await profileOf(heed, profileId)).messages.map((each) => each.reason);
}

test('P-63 what a person chose by an event or on the page is told by the API and asked at every send', async () => {
  await happen(heed, consentRecorded('choosing'));
  await happen(
    heed,
    changed('choosing', { frequency: { max: 2, per: 'P7D' }, days: [1, 'friday'], muted: ['another'] }),
  );
  expect(await preferencesOf('choosing')).toEqual({
    frequency: { max: 2, per: 'P7D' },
    days: ['mon', 'fri'],
    muted: ['another'],
  });
  const { links } = await profileOf(heed, 'choosing');
  expect((await post(links.preferences, { pause: '1', open: '1' })).status).toBe(200);
  await happen(heed, cartAbandoned('choosing'));
  expect(await reasonsOf('choosing')).toEqual(['paused']);
  expect(await mailsOf(heed, 'choosing')).toEqual([]);
});

test('no more of this campaign: refused with its own word', async () => {
  await happen(heed, consentRecorded('muting'), changed('muting', { muted: ['always'] }), cartAbandoned('muting'));
  expect(await reasonsOf('muting')).toEqual(['muted']);
});

test('P-32 P-51 another address is the person’s once it is confirmed there, and its mails go there alone', async () => {
  await happen(heed, consentRecorded('moving'));
  const { links } = await profileOf(heed, 'moving');
  expect((await post(links.preferences, { address: '1', email: 'moved@example.net' })).status).toBe(200);
  const [mail] = (await heed.inbox()).filter((each) => each.to.includes('moved@example.net'));
  const link = mail && urlsIn(mail).find((each) => each.includes('/address/'));
  expect(link).toBeDefined();
  expect((await profileOf(heed, 'moving')).traits.email).not.toBe('moved@example.net');
  expect((await post(link ?? '', { confirm: '1' })).status).toBe(200);
  await happen(heed, cartAbandoned('moving'));
  const later = (await mailsOf(heed, 'moving')).filter((each) => each.tags.class === 'marketing');
  expect(later.map((each) => each.to)).toEqual([['moved@example.net']]);
});

test('P-43 stop everything and its undo, by the page alone', async () => {
  await happen(heed, consentRecorded('stopping'));
  const { links } = await profileOf(heed, 'stopping');
  const stopped = await (await post(links.preferences, { all: 'stop' })).text();
  const undo = /action="(\/undo\/[^"?]+)/.exec(stopped)?.[1] ?? '';
  expect((await profileOf(heed, 'stopping')).consents).toMatchObject([{ state: 'withdrawn' }]);
  expect((await post(`${heed.endpoints.web}${undo}`, { confirm: '1' })).status).toBe(200);
  await happen(heed, cartAbandoned('stopping'));
  expect(await mailsOf(heed, 'stopping')).toHaveLength(1);
});
