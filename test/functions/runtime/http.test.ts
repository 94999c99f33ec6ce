import './quiet-log.ts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BadRequestError } from '../../../functions/runtime/bad-request.ts';
import { formFields } from '../../../functions/runtime/form-body.ts';
import { httpHandler, jsonHouse } from '../../../functions/runtime/http.ts';
import { type HttpRequest, requestOf } from '../../../functions/runtime/http-message.ts';
import { answerBy } from '../../../functions/runtime/http-routes.ts';
import { withoutValues } from '../../../functions/runtime/logger.ts';
import { setting, settings } from '../../../functions/runtime/settings.ts';
import { ConflictError, RetryableError } from '../../../shared/kernel/errors.ts';
import { UnreadableRowError } from '../../../shared/table/row-fields.ts';
import { gatewayEvent, multipart } from './gateway-event.ts';

const ok = async (request: HttpRequest) => ({ status: 200, headers: {}, body: JSON.stringify(request.params) });
const fails = (error: Error) => async () => {
  throw error;
};

describe('a Lambda behind an HTTP API', () => {
  const routes = [
    { path: '/things', methods: { POST: ok } },
    { path: '/things/{id}/parts/{part}', methods: { GET: ok } },
    { path: '/conflict', methods: { GET: fails(new ConflictError('first')) } },
    { path: '/broken', methods: { GET: fails(new RetryableError('no answer')) } },
    { path: '/bug', methods: { GET: fails(new TypeError('x is not a function')) } },
    { path: '/bad', methods: { GET: fails(new BadRequestError([{ field: 'a.b', message: 'is missing' }])) } },
  ];
  const handler = httpHandler(answerBy(routes, jsonHouse));
  const ask = (method: string, path: string) => handler(gatewayEvent({ method, path }), {});

  it('finds a route by its segments and hands over the parameters', async () => {
    expect((await ask('GET', '/things/7/parts/a')).body).toBe('{"id":"7","part":"a"}');
  });

  const refusals = [
    ['GET', '/nothing', 404],
    ['GET', '/things/', 404],
    ['GET', '/things', 405],
    ['GET', '/conflict', 503],
    ['GET', '/broken', 503],
    ['GET', '/bug', 503],
    ['GET', '/bad', 400],
  ] as const;
  it.each(refusals)('answers %s %s with %i as problem details', async (method, path, status) => {
    const answer = await ask(method, path);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ status });
  });

  it('names the fields of a bad request and the methods of a path', async () => {
    expect(JSON.parse((await ask('GET', '/bad')).body ?? '').errors).toEqual([{ field: 'a.b', message: 'is missing' }]);
    expect((await ask('GET', '/things')).headers).toMatchObject({ allow: 'POST, OPTIONS' });
    expect((await ask('OPTIONS', '/things/7/parts/a')).headers).toMatchObject({ allow: 'GET, HEAD, OPTIONS' });
  });

  it('answers HEAD as GET without the body', async () => {
    expect(await ask('HEAD', '/things/7/parts/a')).toMatchObject({ statusCode: 200, body: '' });
  });
});

describe('a form', () => {
  const fieldsOf = (request: Parameters<typeof gatewayEvent>[0]) => formFields(requestOf(gatewayEvent(request)));
  const urlencoded = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

  it('keeps repeated fields and letters of every language', async () => {
    const fields = await fieldsOf({ path: '/', headers: urlencoded, body: 'topics=a&topics=b&name=%C3%84nn+Z' });
    expect(fields.getAll('topics')).toEqual(['a', 'b']);
    expect(fields.get('name')).toBe('Änn Z');
    expect((await fieldsOf({ path: '/', ...multipart({ name: 'Änn' }) })).get('name')).toBe('Änn');
  });

  it('leaves files out', async () => {
    const file =
      '--b\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nx\r\n';
    const field = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n';
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    expect([...(await fieldsOf({ path: '/', headers, body: file + field }))]).toEqual([['a', '1']]);
  });

  const broken = [
    ['is larger than a form may be', urlencoded, 'a='.padEnd(70_000, 'x')],
    ['names no boundary', { 'content-type': 'multipart/form-data' }, '--b--'],
    [
      'breaks off',
      { 'content-type': 'multipart/form-data; boundary=b' },
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1',
    ],
  ] as const;
  it.each(broken)('is refused when it %s', async (_, headers, body) => {
    await expect(fieldsOf({ path: '/', headers, body })).rejects.toThrow(BadRequestError);
  });

  it('has no fields when it is of another type', async () => {
    expect([...(await fieldsOf({ path: '/', headers: { 'content-type': 'text/plain' }, body: 'confirm=1' }))]).toEqual(
      [],
    );
  });
});

describe('settings', () => {
  const schema = z.object({ PEOPLE_TABLE: z.string(), RECORDS_TABLE: z.string() });

  it('come from the environment', () => {
    expect(settings(schema, { PEOPLE_TABLE: 'p', RECORDS_TABLE: 'r', OTHER: 'x' })).toEqual({
      PEOPLE_TABLE: 'p',
      RECORDS_TABLE: 'r',
    });
  });

  it('name every variable that is missing', () => {
    expect(() => settings(schema, {})).toThrow(/PEOPLE_TABLE.*RECORDS_TABLE/);
  });

  it('are refused where a name is empty or a URL is none, without being repeated', () => {
    const wrong = z.object({ BUS_NAME: setting.name, QUEUE_URL: setting.url, LINK_ORIGIN: setting.origin });
    const environment = { BUS_NAME: '', QUEUE_URL: 'zenobia', LINK_ORIGIN: 'zenobia' };
    expect(() => settings(wrong, environment)).toThrow(/BUS_NAME.*QUEUE_URL.*LINK_ORIGIN/);
    expect(() => settings(wrong, environment)).not.toThrow(/zenobia/);
  });

  it('say one origin of links, with and without a slash at its end, and who may be written to', () => {
    const places = z.object({ LINK_ORIGIN: setting.origin, ALLOWED_RECIPIENTS: setting.recipients });
    for (const LINK_ORIGIN of ['https://links.acme.example', 'https://links.acme.example/']) {
      expect(settings(places, { LINK_ORIGIN })).toEqual({ LINK_ORIGIN: 'https://links.acme.example' });
    }
    const both = { LINK_ORIGIN: 'https://l.example', ALLOWED_RECIPIENTS: '*@a.example,b@b.example' };
    expect(settings(places, both).ALLOWED_RECIPIENTS).toEqual(['*@a.example', 'b@b.example']);
  });
});

describe('an error in the log', () => {
  it('P-57 keeps the message out unless it is ours', () => {
    expect(JSON.stringify(withoutValues(new SyntaxError('in ann@example.org')))).not.toContain('ann@');
    expect(withoutValues(new RetryableError('the table does not answer')).message).toBe('the table does not answer');
    const unreadable = new UnreadableRowError('records PLAN / STATE', 'plan.since', 'is missing');
    expect(withoutValues(unreadable).message).toBe('row records PLAN / STATE: plan.since is missing');
  });
});
