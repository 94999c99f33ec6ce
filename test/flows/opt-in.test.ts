import { beforeAll, describe, expect, test } from 'vitest';
import type { Mail } from '../../local/aws/inbox-mail.ts';
import { linkIn, mailsOf, type ProfileTold, pressButton, profileOf, timelineOf } from './flow-people.ts';
import { flowWorkspace } from './flow-workspace.ts';
import type { RunningHeed } from './local-run.ts';
import { sharedRun } from './shared-run.ts';

const welcome = `topic: offers
trigger: { event: consent.granted }
where: { properties: { topic: [offers], method: [confirmation-link] } }
reentry: always
steps:
  - send: welcome
`;

let heed: RunningHeed;
beforeAll(async () => {
  heed = await sharedRun(flowWorkspace({ welcome }));
});

async function mailTo(address: string): Promise<Mail> {
  await heed.quiet();
  const mail = (await heed.inbox()).find((each) => each.to.includes(address));
  if (!mail) throw new Error('the address got no mail');
  return mail;
}

function signUp(email: string, topics = ['offers'], locale = 'en'): Promise<Response> {
  const body = JSON.stringify({ email, topics, locale });
  return fetch(`${heed.endpoints.web}/subscribe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
}

/** Signs up and gives the confirmation mail with its link and whom it is about. */
async function askedToConfirm(email: string): Promise<{ link: string; profileId: string; mail: Mail }> {
  expect((await signUp(email)).status).toBe(202);
  const mail = await mailTo(email);
  return { link: linkIn(mail, 'confirm'), profileId: mail.profileId ?? '', mail };
}

function offersOf(profile: ProfileTold) {
  return profile.consents.find((each) => each.topic === 'offers');
}

async function grantsOf(profileId: string): Promise<number> {
  return (await timelineOf(heed, profileId)).filter((entry) => entry.kind === 'consent.granted').length;
}

describe('signing up', () => {
  test('by JSON asks for a confirmation, in the language asked for, and grants nothing (P-26)', async () => {
    expect((await signUp('json@example.org', ['offers'], 'de')).status).toBe(202);
    const mail = await mailTo('json@example.org');
    expect(mail.profileId).toMatch(/^s-/);
    expect(mail.html).toMatch(/<html[^>]* lang="de"/);
    expect(mail.headers).not.toHaveProperty('List-Unsubscribe');
    const profile = await profileOf(heed, mail.profileId ?? '');
    expect(offersOf(profile)?.state).toBe('pending');
    expect(await mailsOf(heed, profile.profileId)).toHaveLength(1);
  });

  test('by form asks for a confirmation too', async () => {
    const body = new URLSearchParams({ email: 'form@example.org', topics: 'offers', locale: 'de' });
    expect((await fetch(`${heed.endpoints.web}/subscribe`, { method: 'POST', body })).status).toBe(202);
    expect(linkIn(await mailTo('form@example.org'), 'confirm')).toContain(heed.endpoints.web);
  });

  test('always confirms, also where the topic itself asks for single opt-in (design 4)', async () => {
    expect((await signUp('single@example.org', ['news'])).status).toBe(202);
    const mail = await mailTo('single@example.org');
    expect(linkIn(mail, 'confirm')).toBeTruthy();
    expect((await profileOf(heed, mail.profileId ?? '')).consents).toMatchObject([{ topic: 'news', state: 'pending' }]);
  });
});

describe('the confirmation link', () => {
  test('changes nothing when it is opened, by whatever safe method, however often (P-08, P-17)', async () => {
    const { link, profileId } = await askedToConfirm('scanner@example.org');
    const before = [await profileOf(heed, profileId), await timelineOf(heed, profileId)];
    for (const method of ['GET', 'GET', 'GET', 'HEAD', 'OPTIONS']) {
      const answer = await fetch(link, { method });
      expect(answer.status).toBeLessThan(300);
    }
    await heed.quiet();
    const [profile, timeline] = [await profileOf(heed, profileId), await timelineOf(heed, profileId)];
    expect(timeline).toEqual(before[1]);
    expect({ ...profile, links: null }).toEqual({ ...(before[0] as ProfileTold), links: null });
    expect(await mailsOf(heed, profileId)).toHaveLength(1);
  });

  test('grants once when its button is pressed, and brings exactly one welcome (P-26, P-28)', async () => {
    const { link, profileId } = await askedToConfirm('once@example.org');
    expect((await pressButton(link)).status).toBe(200);
    await heed.quiet();
    expect(offersOf(await profileOf(heed, profileId))).toMatchObject({ state: 'granted', basis: 'express-doi' });
    expect((await mailsOf(heed, profileId)).map((mail) => mail.subject)).toContain('Welcome');
    expect((await pressButton(link)).status).toBe(200);
    await heed.quiet();
    expect(await mailsOf(heed, profileId)).toHaveLength(2);
    expect(await grantsOf(profileId)).toBe(1);
  });

  test('grants once when its button is pressed twice at the same moment, and says yes to both (P-28)', async () => {
    const { link, profileId } = await askedToConfirm('twice@example.org');
    const answers = await Promise.all([pressButton(link), pressButton(link)]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    await heed.quiet();
    expect(await grantsOf(profileId)).toBe(1);
    expect(await mailsOf(heed, profileId)).toHaveLength(2);
  });

  test('is gone after its permission was withdrawn (P-38)', async () => {
    const { link, profileId } = await askedToConfirm('gone@example.org');
    expect((await pressButton(link)).status).toBe(200);
    await heed.quiet();
    const [welcomeMail] = await mailsOf(heed, profileId);
    expect((await pressButton(linkIn(welcomeMail as Mail, 'unsubscribe'))).status).toBe(200);
    expect((await pressButton(link)).status).toBe(410);
    expect((await fetch(link)).status).toBe(410);
    expect(offersOf(await profileOf(heed, profileId))?.state).toBe('withdrawn');
    await heed.quiet();
    expect(await mailsOf(heed, profileId)).toHaveLength(2);
  });

  test('names nobody in any of the links of its mail (P-29)', async () => {
    const { mail } = await askedToConfirm('canary.quux@example.org');
    const tokens = [linkIn(mail, 'confirm'), linkIn(mail, 'not-me')].flatMap((url) => url.split(/[/.]/));
    const decoded = tokens.map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect([...tokens, ...decoded].join('\n')).not.toMatch(/canary|quux/i);
  });

  test('is good for three days, and then gone (P-28)', async () => {
    const { link, profileId } = await askedToConfirm('late@example.org');
    await heed.advance('PT71H');
    expect((await fetch(link)).status).toBe(200);
    await heed.advance('PT1H');
    expect((await pressButton(link)).status).toBe(410);
    expect(offersOf(await profileOf(heed, profileId))?.state).toBe('expired');
  });
});

describe('a second sign-up', () => {
  test('of somebody who holds every topic sends no mail, and answers the same (P-33)', async () => {
    const { link, profileId } = await askedToConfirm('holder@example.org');
    await pressButton(link);
    await heed.quiet();
    const [known, unknown] = [await signUp('holder@example.org'), await signUp('stranger@example.org')];
    expect([known.status, await known.text()]).toEqual([unknown.status, await unknown.text()]);
    await heed.quiet();
    expect(await mailsOf(heed, profileId)).toHaveLength(2);
  });

  test('after unsubscribing brings a new link, which brings the permission back', async () => {
    const { link, profileId } = await askedToConfirm('back@example.org');
    await pressButton(link);
    await heed.quiet();
    await fetch((await profileOf(heed, profileId)).links.unsubscribe['offers'] as string, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    await heed.advance('P1D');
    const again = await askedToConfirm('back@example.org');
    expect(again.profileId).toBe(profileId);
    expect(again.link).not.toBe(link);
    expect((await pressButton(again.link)).status).toBe(200);
    expect(offersOf(await profileOf(heed, profileId))?.state).toBe('granted');
  });
});
