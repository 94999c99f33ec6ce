import { beforeEach, describe, expect, it, test } from 'vitest';
import { chosenOf } from '../../../shared/consent/preferences.ts';
import { DAY, HOUR, MINUTE } from '../../../shared/kernel/instants.ts';
import { EMAIL, form, holds, REQUEST_ID, START, type WebWorld, webWorld } from './web-world.ts';

let world: WebWorld;
let path: string;
beforeEach(async () => {
  world = webWorld();
  path = `/preferences/${await world.token({ purpose: 'preferences', profileId: 'c-1', expiresAt: START + 30 * DAY })}`;
});

/** The fields of the main form as a browser would post it without a change. */
function filledIn(body: string | undefined): URLSearchParams {
  const main = (body ?? '').split('<form').find((each) => each.includes('name="save"')) ?? '';
  const fields = new URLSearchParams();
  for (const [input] of main.matchAll(/<input [^>]*>/g)) {
    const [name, value] = [/name="([^"]*)"/, /value="([^"]*)"/].map((part) => part.exec(input)?.[1] ?? '');
    if (!input.includes('type="checkbox"') || input.includes(' checked')) fields.append(name ?? '', value ?? '');
  }
  for (const [, name, options] of main.matchAll(/<select [^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gs)) {
    fields.append(name ?? '', /value="([^"]*)" selected/.exec(options ?? '')?.[1] ?? '');
  }
  return fields;
}

const shown = async () => (await world.send({ path })).body ?? '';
const post = (fields: URLSearchParams | Record<string, string>) =>
  world.send({ path, ...form(fields instanceof URLSearchParams ? [...fields] : fields) });
const chosen = async () => chosenOf((await world.person('c-1'))?.preferences ?? {});
const undoPathIn = (body: string | undefined) => /action="(\/undo\/[^"?]+)/.exec(body ?? '')?.[1] ?? '';

describe('the preference centre', () => {
  it('P-63 has everything on one page without login, stop everything before all of it', async () => {
    await world.granted('c-1', ['offers']);
    await world.wrote('c-1');
    const body = await shown();
    const names = ['all', 'topics', 'muted', 'frequency', 'days', 'hoursFrom', 'hoursTo', 'zone', 'language'];
    for (const name of [...names, 'tracking', 'until', 'open', 'fact.firstName', 'email', 'personal-data']) {
      expect(body, name).toContain(`name="${name}"`);
    }
    for (const name of names.slice(1)) expect(body.indexOf('name="all"')).toBeLessThan(body.indexOf(`name="${name}"`));
    expect(body).toContain('All of this comes by email.');
    expect(body).not.toContain('<script');
  });

  it('says what comes, since when and how', async () => {
    await world.granted('c-1', ['offers']);
    expect(await shown()).toContain('because you asked for it and confirmed it by mail on November 22, 2026');
  });

  it('P-32 shows neither the address nor what is known, but enough to recognise oneself', async () => {
    await world.granted('c-1', ['offers'], { firstName: 'Annegret', birthday: '1990-05-17', timeZone: 'Asia/Tokyo' });
    const body = await shown();
    expect(body).not.toContain(EMAIL);
    expect(body).not.toContain('canary');
    expect(body).not.toContain('Annegret');
    expect(body).not.toContain('1990-05-17');
    expect(body).not.toContain('value="Asia/Tokyo" selected');
    expect(body).toContain('a•••@e•••.org');
  });

  it('a form posted as it was shown changes nothing', async () => {
    await world.granted('c-1', ['offers']);
    const before = world.snapshot();
    expect((await post(filledIn(await shown()))).statusCode).toBe(200);
    expect(world.snapshot()).toBe(before);
  });

  it('P-67 keeps frequency, days, hours, zone and language, and shows them again', async () => {
    await world.granted('c-1', ['offers']);
    const fields = filledIn(await shown());
    for (const [name, value] of [
      ['frequency', '1/P7D'],
      ['hoursFrom', '09:00'],
      ['hoursTo', '18:00'],
      ['zone', 'Asia/Tokyo'],
      ['language', 'de'],
    ] as const)
      fields.set(name, value);
    fields.delete('days');
    fields.append('days', 'fri');
    fields.append('days', 'mon');
    expect((await post(fields)).statusCode).toBe(200);
    expect(await chosen()).toEqual({
      frequency: { max: 1, per: 'P7D' },
      days: ['mon', 'fri'],
      hours: { from: '09:00', to: '18:00' },
      pausedUntil: null,
      language: 'de',
      muted: [],
      timeZone: 'Asia/Tokyo',
    });
    const again = filledIn(await shown());
    expect([again.get('frequency'), again.getAll('days'), again.get('hoursTo')]).toEqual([
      '1/P7D',
      ['mon', 'fri'],
      '18:00',
    ]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['no day', { save: '1', topics: 'offers', with: 'days' }, 'choose at least one day'],
    ['one hour of two', { save: '1', topics: 'offers', hoursFrom: '09:00', hoursTo: '' }, 'choose both hours'],
    [
      'hours of the night',
      { save: '1', topics: 'offers', hoursFrom: '22:00', hoursTo: '06:00' },
      'we never write then',
    ],
    ['a pause that is over', { pause: '1', until: '2026-11-23' }, 'choose a day from November 24, 2026'],
    ['a pause beyond 180 days', { pause: '1', until: '2027-05-23' }, 'to May 22, 2027'],
    ['no address', { address: '1', email: 'x' }, 'enter an email address'],
    ['a date that is none', { facts: '1', 'fact.birthday': '1990-02-31' }, 'write dates as'],
  ])('P-68 says in words what is wrong: %s', async (_, fields, words) => {
    await world.granted('c-1', ['offers']);
    const before = world.snapshot();
    const answer = await post(fields);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(words);
    expect(answer.body).toContain('role="alert"');
    expect(world.snapshot()).toBe(before);
  });

  it('P-65 pauses to a day, or until resumed, and resumes', async () => {
    await world.granted('c-1', ['offers']);
    expect((await post({ pause: '1', until: '2026-12-24' })).body).toContain('December 24, 2026');
    expect((await chosen()).pausedUntil).toBe('2026-12-24');
    expect(await holds(world, 'c-1')).toBe(true);
    world.world.now += MINUTE;
    expect((await post({ resume: '1' })).statusCode).toBe(200);
    expect((await chosen()).pausedUntil).toBeNull();
    world.world.now += MINUTE;
    await post({ pause: '1', open: '1' });
    expect((await chosen()).pausedUntil).toBe('until-resumed');
  });

  it('mutes a campaign that wrote lately, and takes it back', async () => {
    await world.granted('c-1', ['news']);
    await world.wrote('c-1');
    const fields = filledIn(await shown());
    fields.append('muted', 'weekly-news');
    await post(fields);
    expect((await chosen()).muted).toEqual(['weekly-news']);
    world.world.now += MINUTE;
    const again = filledIn(await shown());
    again.delete('muted');
    await post(again);
    expect((await chosen()).muted).toEqual([]);
  });

  it('P-22 P-40 tracking is off until it is ticked, kept with the words shown, and withdrawn by unticking', async () => {
    await world.granted('c-1', ['offers']);
    const fields = filledIn(await shown());
    expect(fields.has('tracking')).toBe(false);
    fields.append('tracking', 'on');
    await post(fields);
    const consents = async () =>
      (await world.person('c-1'))?.permission.consents.find((each) => each.purpose === 'tracking.email');
    expect((await consents())?.grant).toMatchObject({ basis: 'express', method: 'preference-page' });
    world.world.now += MINUTE;
    const again = filledIn(await shown());
    again.delete('tracking');
    await post(again);
    expect((await consents())?.withdrawnAt).toBe(world.world.now);
  });

  it('takes facts about oneself, only those that the workspace allows', async () => {
    await world.granted('c-1', ['offers'], { firstName: 'Ann' });
    world.world.now += MINUTE;
    await post({ facts: '1', 'fact.interests': 'tea, coffee', 'fact.vip': 'yes', remove: 'firstName' });
    const traits = (await world.person('c-1'))?.traits;
    expect(traits?.interests?.value).toEqual(['tea', 'coffee']);
    expect(traits?.firstName?.value).toBeNull();
    expect(traits?.vip).toBeUndefined();
  });

  test.each([
    ['the profile', { locale: 'de' }, {}, 'de'],
    ['Accept-Language', {}, { 'accept-language': 'de-AT, en;q=0.5' }, 'de'],
    ['the default', {}, { 'accept-language': 'fr' }, 'en'],
  ])('P-69 is in the language of %s', async (_, traits, headers, lang) => {
    await world.granted('c-1', ['offers'], traits);
    const { body } = await world.send({ path, headers });
    expect(body).toContain(`<html lang="${lang}">`);
    expect(body).toContain('hreflang=');
  });

  it('P-69 the language chosen here comes before that of the profile', async () => {
    await world.granted('c-1', ['offers'], { locale: 'en' });
    const fields = filledIn(await shown());
    fields.set('language', 'de');
    await post(fields);
    expect(await shown()).toContain('<html lang="de">');
  });
});

describe('a stale page (P-64)', () => {
  it('P-64 answers 409 with the present state, and keeps what it would raise', async () => {
    await world.granted('c-1', ['offers']);
    const stale = filledIn(await shown());
    await post({ pause: '1', until: '2026-12-24' });
    stale.set('frequency', '1/P7D');
    stale.append('topics', 'news');
    const answer = await post(stale);
    expect(answer.statusCode).toBe(409);
    expect(answer.body).toContain('Something changed meanwhile');
    expect(answer.body).toContain('Mail comes again from December 24, 2026');
    expect((await chosen()).frequency).toBeNull();
    expect(world.queue).toEqual([]);
    const fresh = filledIn(answer.body);
    fresh.set('frequency', '1/P7D');
    expect((await post(fresh)).statusCode).toBe(200);
    expect((await chosen()).frequency).toEqual({ max: 1, per: 'P7D' });
  });

  it('P-64 an opt-out is taken all the same: topics, mutes, tracking, pause, stop everything', async () => {
    await world.granted('c-1', ['offers', 'news']);
    await world.wrote('c-1');
    const stale = filledIn(await shown());
    await post({ pause: '1', until: '2026-12-24' });
    stale.delete('topics');
    stale.append('topics', 'news');
    stale.append('muted', 'weekly-news');
    const answer = await post(stale);
    expect(answer.statusCode).toBe(409);
    expect(await holds(world, 'c-1', 'offers')).toBe(false);
    expect(await holds(world, 'c-1', 'news')).toBe(true);
    expect((await chosen()).muted).toEqual(['weekly-news']);
    expect(answer.body).toContain('What you unticked or stopped is done');
    expect((await post({ all: 'stop', seen: 'x' })).statusCode).toBe(200);
    expect((await post({ pause: '1', open: '1', seen: 'x' })).statusCode).toBe(200);
  });

  it('P-64 what was granted since the page was shown is not taken for unticked', async () => {
    await world.granted('c-1', ['offers']);
    const stale = filledIn(await shown());
    await world.asked('c-1', REQUEST_ID, ['news']);
    const confirmation = { kind: 'confirmation', requestId: REQUEST_ID, ip: null, userAgent: null } as const;
    await world.apply('c-1', { ...confirmation, at: world.world.now });
    expect((await post(stale)).statusCode).toBe(409);
    expect(await holds(world, 'c-1', 'news')).toBe(true);
  });

  it('P-64 any other event of the person does not make it stale', async () => {
    await world.granted('c-1', ['offers']);
    const fields = filledIn(await shown());
    await world.granted('c-1', ['offers'], { lastName: 'Lee' });
    fields.set('frequency', '1/P7D');
    expect((await post(fields)).statusCode).toBe(200);
  });

  it('P-64 resuming from a stale page asks to look once more', async () => {
    await world.granted('c-1', ['offers']);
    await post({ pause: '1', until: '2026-12-24' });
    const seen = filledIn(await shown()).get('seen') ?? '';
    world.world.now += MINUTE;
    await post({ pause: '1', open: '1' });
    world.world.now += MINUTE;
    expect((await post({ resume: '1', seen })).statusCode).toBe(409);
    expect((await chosen()).pausedUntil).toBe('until-resumed');
  });
});

describe('undo', () => {
  it('P-43 stopping everything takes one press, and so does taking it back', async () => {
    await world.granted('c-1', ['offers', 'news']);
    const stopped = await post({ all: 'stop' });
    expect(await holds(world, 'c-1')).toBe(false);
    world.world.now += MINUTE;
    const undone = await world.send({ path: undoPathIn(stopped.body), ...form({ confirm: '1' }) });
    expect(undone.statusCode).toBe(200);
    world.world.now += 1;
    expect([await holds(world, 'c-1', 'offers'), await holds(world, 'c-1', 'news')]).toEqual([true, true]);
    const state = await world.book.read((await world.address()).hmac);
    expect(state.resumedAt).toBeGreaterThan(state.stoppedAt ?? 0);
  });

  it('gives back exactly the topics that were unticked', async () => {
    await world.granted('c-1', ['offers', 'news']);
    const saved = await post({ save: '1', topics: 'news' });
    world.world.now += MINUTE;
    await world.send({ path: undoPathIn(saved.body), ...form({ confirm: '1' }) });
    expect([await holds(world, 'c-1', 'offers'), await holds(world, 'c-1', 'news')]).toEqual([true, true]);
  });

  it('P-08 its GET changes nothing; P-28 after a quarter of an hour it is 410', async () => {
    await world.granted('c-1', ['offers']);
    const undo = undoPathIn((await post({ all: 'stop' })).body);
    const before = world.snapshot();
    expect((await world.send({ path: undo })).statusCode).toBe(200);
    world.world.now += 15 * MINUTE;
    expect((await world.send({ path: undo, ...form({ confirm: '1' }) })).statusCode).toBe(410);
    expect(world.snapshot()).toBe(before);
  });

  it('P-52 never lifts what another holder of the address said, before or after', async () => {
    const { hmac } = await world.address();
    await world.granted('c-1', ['offers']);
    await world.book.stop(hmac, START);
    world.world.now += MINUTE;
    expect(undoPathIn((await post({ all: 'stop' })).body)).toBe('');
    const other = webWorld();
    await other.granted('c-1', ['offers']);
    const undo = undoPathIn((await other.send({ path, ...form({ all: 'stop' }) })).body);
    await other.book.stop(hmac, START + 1);
    other.world.now += MINUTE;
    expect((await other.send({ path: undo, ...form({ confirm: '1' }) })).statusCode).toBe(410);
    expect(await holds(other, 'c-1')).toBe(false);
  });

  it('is offered after the unsubscribe page, and never to a machine (P-09)', async () => {
    await world.granted('c-1', ['offers']);
    const link = `/unsubscribe/${await world.token({ purpose: 'unsubscribe', profileId: 'c-1', topic: 'offers', messageId: null })}`;
    const { body } = await world.send({ path: link, ...form({ confirm: '1' }) });
    expect(undoPathIn(body)).not.toBe('');
    const machine = webWorld();
    await machine.granted('c-1', ['offers']);
    const answer = await machine.send({ path: link, ...form({ 'List-Unsubscribe': 'One-Click' }) });
    expect(undoPathIn(answer.body)).toBe('');
  });
});

describe('coming back', () => {
  it('P-26 after stop everything by ticking a topic: a confirmation mail, as for the first time', async () => {
    await world.granted('c-1', ['offers']);
    expect((await post({ all: 'stop' })).body).toContain('You can come back at any time');
    world.world.now += MINUTE;
    const fields = filledIn(await shown());
    fields.append('topics', 'offers');
    expect((await post(fields)).statusCode).toBe(200);
    expect(world.queue).toMatchObject([{ heed: 'subscribe', topics: ['offers'], for: 'c-1' }]);
    expect(await holds(world, 'c-1')).toBe(false);
  });
});

describe('steps (P-43)', () => {
  it('P-43 withdrawing takes fewer posts than granting, on this page and by the link of every mail', async () => {
    await world.asked('c-1');
    const steps = { grant: 1, withdraw: 0, everything: 0 };
    const confirm = { purpose: 'confirm', profileId: 'c-1', requestId: REQUEST_ID, expiresAt: START + DAY } as const;
    await world.send({ path: `/confirm/${await world.token(confirm)}`, ...form({ confirm: '1' }) });
    steps.grant += 1;
    expect(await holds(world, 'c-1')).toBe(true);
    world.world.now += MINUTE;
    const fields = filledIn(await shown());
    fields.delete('topics');
    await post(fields);
    steps.withdraw += 1;
    expect(await holds(world, 'c-1')).toBe(false);
    await post({ all: 'stop' });
    steps.everything += 1;
    expect(Math.max(steps.withdraw, steps.everything)).toBeLessThan(steps.grant);
  });
});

describe('a topic that is new', () => {
  it('P-66 is off for everybody until they ask for it', async () => {
    await world.granted('c-1', ['offers']);
    expect(filledIn(await shown()).getAll('topics')).toEqual(['offers']);
    expect(await holds(world, 'c-1', 'news')).toBe(false);
  });
});

describe('the links of undo and address', () => {
  const expiresAt = START + DAY;
  const profileId = 'c-1';
  const others = [
    { purpose: 'confirm', profileId, requestId: REQUEST_ID, expiresAt },
    { purpose: 'not-me', profileId, requestId: REQUEST_ID, expiresAt },
    { purpose: 'preferences', profileId, expiresAt },
    { purpose: 'subscribe', profileId, expiresAt },
    { purpose: 'export', profileId, expiresAt },
    { purpose: 'unsubscribe', profileId, topic: 'offers', messageId: null },
    { purpose: 'address', profileId, requestId: REQUEST_ID, expiresAt },
    { purpose: 'undo', profileId, withdrawnAt: START, topics: ['offers'], all: true, expiresAt },
  ] as const;

  test.each(['undo', 'address'])('P-30 /%s takes no token of another purpose', async (at) => {
    await world.asked('c-1');
    const before = world.snapshot();
    for (const token of others.filter((each) => each.purpose !== at)) {
      const link = `/${at}/${await world.token(token)}`;
      expect((await world.send({ path: link })).statusCode).toBe(404);
      expect((await world.send({ path: link, ...form({ confirm: '1' }) })).statusCode).toBe(404);
    }
    expect(world.snapshot()).toBe(before);
  });
});

describe('another address', () => {
  const NEW = 'ann.new@example.net';

  it('P-32 P-51 is the person’s after a POST of the link that went there, with the topics of that mail', async () => {
    await world.granted('c-1', ['offers']);
    const answer = await post({ address: '1', email: NEW });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).not.toContain(NEW);
    const pending = (await world.person('c-1'))?.pendingAddress;
    expect((await world.person('c-1'))?.address?.email).toBe(EMAIL);
    const { requestId = '', expiresAt = 0 } = pending ?? {};
    const link = `/address/${await world.token({ purpose: 'address', profileId: 'c-1', requestId, expiresAt })}`;
    world.world.now += HOUR;
    const asked = await world.send({ path: link });
    expect(asked.body).toContain('a•••@e•••.net');
    expect(asked.body).toContain('There you get: Offers');
    expect((await world.person('c-1'))?.address?.email).toBe(EMAIL);
    expect((await world.send({ path: link, ...form({ confirm: '1' }) })).statusCode).toBe(200);
    expect((await world.person('c-1'))?.address?.email).toBe(NEW);
    expect(await holds(world, 'c-1', 'offers')).toBe(true);
    expect((await world.send({ path: link, ...form({ confirm: '1' }) })).statusCode).toBe(200);
  });

  it('P-61 answers the same whether somebody is stored or not', async () => {
    const unknown = await post({ address: '1', email: NEW });
    expect(unknown.statusCode).toBe(200);
    expect(unknown.body).toContain('Nothing changes until you confirm it');
    expect(await world.person('c-1')).toBeNull();
  });
});
