import { describe, expect, it } from 'vitest';
import { findRoute } from '../../../local/fronts/routes.ts';

const routes = [
  'GET /subscribe',
  'ANY /subscribe',
  'ANY /confirm/{token}',
  'ANY /api/{proxy+}',
  'ANY /api/profiles',
].map((key) => ({ key }));

describe('a route of an HTTP API', () => {
  it.each([
    ['GET', '/subscribe', 'GET /subscribe', {}],
    ['POST', '/subscribe', 'ANY /subscribe', {}],
    ['GET', '/confirm/a%20b', 'ANY /confirm/{token}', { token: 'a b' }],
    ['GET', '/api/profiles', 'ANY /api/profiles', {}],
    ['GET', '/api/profiles/c-1', 'ANY /api/{proxy+}', { proxy: 'profiles/c-1' }],
    ['GET', '/confirm/%E0%A4%A', 'ANY /confirm/{token}', { token: '%E0%A4%A' }],
  ])('for %s %s is %s', (method, path, key, parameters) => {
    expect(findRoute(routes, method, path)).toEqual({ route: { key }, parameters });
  });

  it.each(['/', '/subscribe/', '/confirm', '/confirm/', '/confirm/a/b', '/api/'])('is none for %s', (path) => {
    expect(findRoute(routes, 'GET', path)).toBeNull();
  });

  it('falls back to $default', () => {
    expect(findRoute([{ key: '$default' }, { key: 'GET /a' }], 'GET', '/b')?.route.key).toBe('$default');
  });
});
