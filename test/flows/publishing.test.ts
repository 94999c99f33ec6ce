import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartAbandoned, consentRecorded, explain, happen, mailsOf, profileOf, theMailOf } from './flow-people.ts';
import { cartReminder, type Files, flowWorkspace, template } from './flow-workspace.ts';
import { type Answer, type RunningHeed, startLocalRun } from './local-run.ts';

const campaigns: Files = { 'cart-abandoned': cartReminder };
const files = flowWorkspace(campaigns);

let heed: RunningHeed;
beforeAll(async () => {
  heed = await startLocalRun({ workspace: files });
});
afterAll(() => heed?.stop());

const publish = (published: Files): Promise<Answer> => heed.api('POST', '/api/workspace', { files: published });

async function released(published: Files): Promise<number> {
  const { status, body } = await publish(published);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return (body as { release: number }).release;
}

async function activeFiles(): Promise<unknown> {
  return ((await heed.api('GET', '/api/workspace')).body as { files: unknown }).files;
}

describe('publishing', () => {
  test('the same files again makes no new release', async () => {
    const first = await released(files);
    expect(await released(files)).toBe(first);
    const { body } = await heed.api('GET', '/api/workspace/releases');
    expect((body as { releases: unknown[] }).releases).toHaveLength(1);
    expect(await activeFiles()).toEqual(files);
  });

  test('a broken file is refused with its file, line, path and words, and changes nothing', async () => {
    const before = await activeFiles();
    const broken = flowWorkspace({ ...campaigns, other: cartReminder.replace('topic: offers', 'topic: ofers') });
    const { status, body } = await publish(broken);
    expect(status).toBe(422);
    const { findings } = body as { findings: readonly Record<string, unknown>[] };
    expect(findings).toEqual([
      expect.objectContaining({
        file: 'campaigns/other.yaml',
        line: 3,
        path: 'topic',
        message: expect.stringContaining('offers'),
      }),
    ]);
    expect(await activeFiles()).toEqual(before);
  });

  test('every finding is told at once, not one a try', async () => {
    const { 'templates/reminder/de.mjml': _, ...rest } = flowWorkspace({ ...campaigns, empty: 'topic: offers\n' });
    const { status, body } = await publish({
      ...rest,
      'topics.yaml': `${rest['topics.yaml']}- { id: offers, name: { en: Twice, de: Doppelt } }\n`,
    });
    expect(status).toBe(422);
    const found = (body as { findings: readonly { readonly file: string }[] }).findings.map((each) => each.file);
    expect(new Set(found)).toEqual(new Set(['campaigns/empty.yaml', 'templates/reminder/de.mjml', 'topics.yaml']));
  });

  test('a new campaign is in force when the answer arrives', async () => {
    await happen(heed, consentRecorded('early'));
    const spring = cartReminder.replace('cart.abandoned', 'spring.came').replace('send: reminder', 'send: spring');
    const release = await released(
      flowWorkspace({ ...campaigns, spring }, template('spring', 'Spring is here', 'Es ist Frühling')),
    );
    expect(release).toBeGreaterThan(1);
    await happen(heed, { type: 'spring.came', profileId: 'early', eventId: 's-1', properties: { cartId: 'k-1' } });
    expect((await theMailOf(heed, 'early')).subject).toBe('Spring is here');
  });

  test('a changed template is in the very next mail', async () => {
    await happen(heed, consentRecorded('reader'));
    await released({ ...files, ...template('reminder', 'Version two', 'Version zwei') });
    await happen(heed, cartAbandoned('reader'));
    expect((await theMailOf(heed, 'reader')).subject).toBe('Version two');
    await released({ ...files, ...template('reminder', 'Version three', 'Version drei') });
    await happen(heed, cartAbandoned('reader', 'k-2'));
    expect((await mailsOf(heed, 'reader'))[0]?.subject).toBe('Version three');
  });

  test('what is no longer among the files is no longer active', async () => {
    await happen(heed, consentRecorded('too-late'));
    await released(flowWorkspace({}));
    await happen(heed, cartAbandoned('too-late'));
    expect(await mailsOf(heed, 'too-late')).toEqual([]);
    expect((await heed.api('GET', '/api/profiles/too-late/explain?campaign=cart-abandoned')).status).toBe(404);
    await released(files);
    await happen(heed, cartAbandoned('too-late', 'k-2'));
    expect(await mailsOf(heed, 'too-late')).toHaveLength(1);
  });

  test('an earlier release can be made the active one again', async () => {
    await happen(heed, consentRecorded('rolled-back'));
    const good = await released({ ...files, ...template('reminder', 'Good words', 'Gute Worte') });
    await released({ ...files, ...template('reminder', 'Bad words', 'Schlechte Worte') });
    const answer = await heed.api('POST', `/api/workspace/releases/${good}/activate`);
    expect(answer).toMatchObject({ status: 200, body: { release: good } });
    await happen(heed, cartAbandoned('rolled-back'));
    expect((await theMailOf(heed, 'rolled-back')).subject).toBe('Good words');
    expect((await heed.api('GET', '/api/workspace')).body).toMatchObject({ release: good });
    expect((await heed.api('POST', '/api/workspace/releases/999/activate')).status).toBe(404);
  });
});

describe('a run that is under way', () => {
  test('keeps the steps it began with; the words of its mails and its audience are those of today', async () => {
    const slow = `topic: offers
trigger: { event: slow.began }
steps:
  - wait: P1D
  - send: reminder
`;
    await released(flowWorkspace({ slow }));
    await happen(heed, consentRecorded('pinned'), consentRecorded('shut-out'));
    for (const profileId of ['pinned', 'shut-out'])
      await happen(heed, { type: 'slow.began', profileId, eventId: `slow-${profileId}` });
    await happen(heed, { type: 'profile.updated', profileId: 'shut-out', traits: { country: 'FR' } });
    const changed = slow.replace('P1D', 'P9D').replace('steps:', 'audience: { profile: { country: [DE] } }\nsteps:');
    await released(flowWorkspace({ slow: changed }));
    await heed.advance('P2D');
    expect(await mailsOf(heed, 'pinned')).toHaveLength(1);
    expect(await mailsOf(heed, 'shut-out')).toEqual([]);
    expect((await profileOf(heed, 'shut-out')).enrollments).toEqual([]);
    expect(await explain(heed, 'shut-out', 'slow')).toMatchObject({
      verdict: 'skip',
      because: { reason: 'not-in-audience' },
    });
  });

  test('keeps the templates it began with, when they are published no more and when an earlier release is active again', async () => {
    const went = `topic: offers\ntrigger: { event: went.began }\nsteps:\n  - wait: P1D\n  - send: gone\n`;
    const first = await released(flowWorkspace({ went: went.replace('gone', 'reminder') }));
    await released(flowWorkspace({ went }, template('gone', 'Gone words', 'Alte Worte')));
    await happen(heed, consentRecorded('kept'), { type: 'went.began', profileId: 'kept', eventId: 'w-1' });
    await released(flowWorkspace({ went: went.replace('gone', 'last-call') }));
    await happen(heed, consentRecorded('kept-too'));
    await heed.advance('P2D');
    expect((await theMailOf(heed, 'kept')).subject).toBe('Gone words');
    await released(flowWorkspace({ went }, template('gone', 'Gone words', 'Alte Worte')));
    await happen(heed, { type: 'went.began', profileId: 'kept-too', eventId: 'w-2' });
    expect((await heed.api('POST', `/api/workspace/releases/${first}/activate`)).status).toBe(200);
    await heed.advance('P2D');
    expect((await theMailOf(heed, 'kept-too')).subject).toBe('Gone words');
  });

  test('is warned of when a domain goes that it still writes to', async () => {
    const told = `topic: offers\ntrigger: { event: told.began }\nsteps:\n  - wait: P1D\n  - notify: { to: club@acme.example, subject: s, text: t }\n`;
    const staff = `${files['settings.yaml']}staff: { domains: [acme.example] }\n`;
    await released(flowWorkspace({ told }, { 'settings.yaml': staff }));
    const { body } = await publish(files);
    expect((body as { warnings: unknown[] }).warnings).toMatchObject([
      { file: 'settings.yaml', severity: 'warning', words: expect.stringContaining('runs of told') },
    ]);
  });

  test('sends nothing more once its campaign is paused', async () => {
    const slow = `topic: offers\ntrigger: { event: pause.began }\nsteps:\n  - wait: P1D\n  - send: reminder\n`;
    await released(flowWorkspace({ slow }));
    await happen(heed, consentRecorded('paused'));
    await happen(heed, { type: 'pause.began', profileId: 'paused', eventId: 'p-1' });
    const paused = flowWorkspace({ slow });
    await released({
      ...paused,
      'campaigns/slow.yaml': (paused['campaigns/slow.yaml'] as string).replace('active', 'paused'),
    });
    await heed.advance('P2D');
    expect(await mailsOf(heed, 'paused')).toEqual([]);
  });
});

describe('before and after it goes out', () => {
  test('a campaign is previewed, tested and reported, with the grants of the API (P-88)', async () => {
    await released(files);
    const preview = await heed.api('POST', '/api/campaigns/cart-abandoned/preview', {});
    expect(preview.status).toBe(200);
    const to = 'success@simulator.amazonses.com';
    const tested = await heed.api('POST', '/api/campaigns/cart-abandoned/test-send', { to, locale: 'de' });
    expect(tested).toMatchObject({ status: 200, body: { status: 'sent' } });
    const mail = (await heed.inbox()).find((each) => each.to.includes(to));
    expect(mail).toMatchObject({ subject: '[Test] Ihr Warenkorb wartet', configurationSet: null, profileId: null });
    const link = /https?:[^>]+/.exec(mail?.headers['List-Unsubscribe'] ?? '')?.[0] ?? '';
    const oneClick = { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) };
    expect((await fetch(link, oneClick)).status).toBe(404);
    const before = await reportOf('cart-abandoned');
    await happen(heed, consentRecorded('reported'), cartAbandoned('reported'), cartAbandoned('unasked'));
    const { entered, sent, refusals } = await reportOf('cart-abandoned');
    expect({ entered: entered - before.entered, sent: sent - before.sent }).toEqual({ entered: 2, sent: 1 });
    expect(Object.keys(refusals)).not.toEqual([]);
  });
});

interface Reported {
  readonly entered: number;
  readonly sent: number;
  readonly refusals: Readonly<Record<string, number>>;
}

async function reportOf(campaign: string): Promise<Reported> {
  return (await heed.api('GET', `/api/campaigns/${campaign}/report`)).body as Reported;
}
