import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { endFaults } from './fault-points.ts';
import {
  cartAbandoned,
  consentRecorded,
  happen,
  linkIn,
  mailsOf,
  profileOf,
  theMailOf,
  timelineOf,
  urlsIn,
} from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import type { RunningHeed } from './local-run.ts';
import { sharedRun } from './shared-run.ts';

let heed: RunningHeed;
beforeAll(async () => {
  heed = await sharedRun(flowWorkspace({ 'cart-abandoned': cartReminder }));
});

/** The engine gives the attributes of a row, and the entries of a map, in any order. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every item of both tables, in an order of its own. */
async function stored(): Promise<readonly string[]> {
  const dynamodb = new DynamoDBClient(heed.aws);
  const { peopleTable, recordsTable } = heed.endpoints;
  const scans = [peopleTable, recordsTable].map((TableName) =>
    dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true })),
  );
  const items = (await Promise.all(scans)).flatMap(({ Items = [] }) => Items);
  return items.map((item) => JSON.stringify(item, inOrder)).sort();
}

async function mailed(profileId: string) {
  await happen(heed, consentRecorded(profileId));
  await happen(heed, cartAbandoned(profileId));
  return theMailOf(heed, profileId);
}

/** What the List-Unsubscribe header of the mail names. */
async function oneClickUrl(profileId: string): Promise<string> {
  return (await mailed(profileId)).headers['List-Unsubscribe']?.slice(1, -1) ?? '';
}

function post(url: string, body: URLSearchParams | FormData | string): Promise<Response> {
  return fetch(url, { method: 'POST', body, redirect: 'manual' });
}

const oneClick = () => new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });

async function consentOf(profileId: string): Promise<string | undefined> {
  return (await profileOf(heed, profileId)).consents[0]?.state;
}

/** The token with one bit of one of its letters turned. */
function flipped(url: string, at: number): string {
  const head = url.slice(0, url.lastIndexOf('/') + 1);
  const token = url.slice(head.length);
  const index = at < 0 ? token.length + at : at;
  return head + token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1);
}

describe('whoever only looks', () => {
  test('GET, HEAD and OPTIONS, three times, on every link of a mail change nothing (P-08, P-17)', async () => {
    const mail = await mailed('scanned');
    const asked = { ...consentRecorded('confirming'), type: 'subscription.requested' };
    await happen(heed, { ...asked, properties: { topics: ['offers'], text: 'Yes, offers.', method: 'shop-form' } });
    const confirmation = await theMailOf(heed, 'confirming');
    const urls = [...urlsIn(mail), ...urlsIn(confirmation)].filter((url) => url.startsWith(heed.endpoints.web));
    expect(new Set(urls.map((url) => new URL(url).pathname.split('/')[1]))).toEqual(
      new Set(['unsubscribe', 'preferences', 'confirm', 'not-me']),
    );
    const before = await stored();
    for (const url of urls) {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET', 'HEAD', 'OPTIONS', 'GET', 'HEAD', 'OPTIONS']) {
        const answer = await fetch(url, { method, redirect: 'manual' });
        expect([method, url, answer.status]).toEqual([method, url, method === 'OPTIONS' ? expect.any(Number) : 200]);
        await answer.arrayBuffer();
      }
    }
    await heed.quiet();
    expect(await stored()).toEqual(before);
    expect([await consentOf('scanned'), await consentOf('confirming')]).toEqual(['granted', 'pending']);
  });
});

describe('a token that is not good', () => {
  test('altered in any letter, cut, made up, or of another purpose: the same 404, and nothing is stored (P-09, P-30)', async () => {
    const url = await oneClickUrl('forged');
    const preferences = linkIn(await theMailOf(heed, 'forged'), 'preferences');
    const other = url.replace(/[^/]+$/, preferences.split('/').at(-1) ?? '');
    const forged = [
      flipped(url, 0),
      flipped(url, 8),
      flipped(url, -10),
      flipped(url, -1),
      `${url}A`,
      url.slice(0, -1),
      url.replace(/[^/]+$/, 'made-up'),
      other,
    ];
    const before = await stored();
    const answers = await Promise.all(
      [...forged, ...forged].map(async (each, index) => {
        const answer = index < forged.length ? await fetch(each) : await post(each, oneClick());
        return { status: answer.status, body: await answer.text() };
      }),
    );
    for (const answer of answers) expect(answer).toEqual({ status: 404, body: answers[0]?.body });
    expect(await stored()).toEqual(before);
  });
});

describe('a one-click POST', () => {
  test('without its words is 400 and changes nothing; a token in the body is not read (P-07)', async () => {
    const url = await oneClickUrl('wordless');
    const token = url.split('/').at(-1) ?? '';
    const before = await stored();
    for (const body of ['', new URLSearchParams({ token }), new URLSearchParams({ 'List-Unsubscribe': 'yes' })]) {
      expect((await post(url, body)).status).toBe(400);
    }
    expect((await post(`${heed.endpoints.web}/unsubscribe/made-up?token=${token}`, oneClick())).status).toBe(404);
    expect(await stored()).toEqual(before);
  });

  const multipart = () => {
    const form = new FormData();
    form.set('List-Unsubscribe', 'One-Click');
    return form;
  };
  test.each([
    ['urlencoded', oneClick],
    ['multipart', multipart],
  ] as const)(
    '%s: 200 without Location or Set-Cookie, and the topic is withdrawn (P-04, P-05, P-06)',
    async (name, body) => {
      const answer = await post(await oneClickUrl(name), body());
      expect(answer.status).toBe(200);
      expect([answer.headers.get('location'), answer.headers.get('set-cookie')]).toEqual([null, null]);
      expect(await consentOf(name)).toBe('withdrawn');
    },
  );

  test('again and again is the same 200, told once in the ledger; no mail follows, not even a confirmation (P-09, P-16)', async () => {
    const url = await oneClickUrl('stops-again');
    const bodies = [];
    for (let time = 0; time < 3; time += 1) {
      const answer = await post(url, oneClick());
      expect(answer.status).toBe(200);
      bodies.push(await answer.text());
    }
    expect(new Set(bodies).size).toBe(1);
    await happen(heed, cartAbandoned('stops-again', 'another'));
    await heed.advance('P1D');
    expect(await mailsOf(heed, 'stops-again')).toHaveLength(1);
    const kinds = (await timelineOf(heed, 'stops-again')).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'consent.withdrawn')).toHaveLength(1);
  });

  test.each([
    ['GetItem', 'error'],
    ['PutItem', 'error'],
    ['TransactWriteItems', 'error'],
    ['TransactWriteItems', 'kill'],
  ])(
    'whose %s of the store fails (%s) is 503 or worse, never 200, and nothing is withdrawn; the next one is 200 (P-05)',
    async (action, how) => {
      const id = `failing-${action}-${how}`;
      const url = await oneClickUrl(id);
      const before = await stored();
      const misfortune = how === 'kill' ? { kill: true } : { error: 'InternalServerError' };
      await heed.fault({ function: 'web', service: 'dynamodb', action, times: 100, ...misfortune });
      const { status } = await post(url, oneClick());
      const isMet = !(await endFaults(heed));
      if (status === 200) {
        // The withdrawal takes no such call.
        expect([action, await consentOf(id)]).toEqual(['PutItem', 'withdrawn']);
        return;
      }
      expect(isMet).toBe(true);
      expect(status).toBe(how === 'kill' ? 500 : 503);
      expect(await stored()).toEqual(before);
      expect((await post(url, oneClick())).status).toBe(200);
      expect(await consentOf(id)).toBe('withdrawn');
    },
  );
});

test('in all this no role denied a call', async () => {
  expect((await heed.control('GET', '/denied')).body).toEqual([]);
});
