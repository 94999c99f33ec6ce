import { describe, expect, test } from 'vitest';
import { endedHash, enrollmentIdOf } from '../../shared/campaigns/enrollment.ts';
import { decideEntry, type Runs, withEntry } from '../../shared/campaigns/entry.ts';
import { keyAt, valuesAt } from '../../shared/campaigns/paths.ts';
import { beginStep } from '../../shared/campaigns/steps.ts';
import { HOUR } from '../../shared/kernel/instants.ts';
import type { Campaign } from '../../shared/workspace/workspace.ts';
import { campaign, NOON, send, wait, workspace } from '../person/making.ts';

const loaded = (differs: Parameters<typeof campaign>[0] = {}) =>
  workspace({ campaigns: [campaign(differs)] }).campaigns.get('cart-abandoned') as Campaign;

describe('a path', () => {
  const facts = {
    properties: { cartId: 'k-1', total: 7, items: [{ sku: 'a' }, { sku: 'b' }], tags: ['x', 'y'], none: null },
  };

  test.each<[string, unknown[]]>([
    ['properties.cartId', ['k-1']],
    ['properties.items.sku', ['a', 'b']],
    ['properties.tags', ['x', 'y']],
    ['properties.none', [null]],
    ['properties.absent', []],
    ['absent.cartId', []],
    ['properties.cartId.length', []],
    ['properties.toString', []],
    ['properties.__proto__', []],
  ])('%s finds %j', (path, values) => {
    expect(valuesAt(facts, path)).toEqual(values);
  });

  test.each([
    ['properties.cartId', 'k-1'],
    ['properties.total', '7'],
    ['properties.tags', null],
    ['properties.none', null],
    ['properties.absent', null],
    ['properties.items', null],
  ])('as a key %s is %s: one scalar or none', (path, key) => {
    expect(keyAt(facts, path)).toBe(key);
  });
});

describe('an enrollment id', () => {
  test('derives from its cause', () => {
    expect(enrollmentIdOf('cart', 'k-1', 'e-1')).toBe('cart:k-1:e-1');
    expect(enrollmentIdOf('welcome', null, 'e-1')).toBe('welcome:e-1');
    expect(endedHash('cart:k-1:e-1')).toMatch(/^[\w-]{8}$/);
  });
});

describe('an entry', () => {
  const runs = { enrollments: [], ended: [], entries: [] };
  const cause = { eventId: 'e-1', key: 'k-1', facts: { properties: { cartId: 'k-1' } } };
  const decided = (ended: Runs['ended'] = []) => {
    const [campaign] = [loaded()];
    const [trigger] = campaign.entrances;
    return decideEntry({ campaign, trigger: trigger!, index: 0 }, cause, { ...runs, ended }, 'UTC', NOON);
  };

  test('is decided from the trigger and the runs alone', () => {
    expect(decided()).toEqual({
      entry: 'entered',
      enrollmentId: 'cart-abandoned:k-1:e-1',
      key: 'k-1',
    });
  });

  test('of a cause that ended already is none', () => {
    expect(decided([{ hash: endedHash('cart-abandoned:k-1:e-1'), at: NOON }])).toEqual({ entry: 'none' });
  });

  test('is remembered only where a rule asks for it', () => {
    expect(withEntry([], loaded(), 'k-1', NOON)).toEqual([]);
    const never = loaded({ reentry: { kind: 'never' } });
    expect(withEntry([], never, 'k-1', NOON)).toEqual([{ campaign: 'cart-abandoned', key: null, at: NOON }]);
  });

  test('a key is remembered as a hash: it may be anything, and only equality matters', () => {
    const perKey = loaded({ reentry: { kind: 'after', after: HOUR, per: 'key' } });
    expect(JSON.stringify(withEntry([], perKey, 'k-1', NOON))).not.toContain('k-1');
  });

  test('of another campaign is left alone', () => {
    const other = { campaign: 'welcome', key: null, at: 0 };
    expect(withEntry([other], loaded({ reentry: { kind: 'never' } }), null, NOON)).toContainEqual(other);
  });
});

describe('a step', () => {
  const view = { campaign: loaded(), position: 0, profileId: 'c-42', facts: {}, zone: 'Europe/Berlin', locale: 'en' };

  test('wait counts from the moment that was due', () => {
    expect(beginStep(wait(HOUR), NOON - 7, view)).toEqual({ do: 'wait', until: NOON - 7 + HOUR });
  });

  test('send names its template', () => {
    expect(beginStep(send('reminder'), NOON, view)).toEqual({ do: 'send', template: 'reminder', replyTo: null });
    expect(beginStep({ ...send('reminder'), replyTo: 'help@acme.example' }, NOON, view)).toMatchObject({
      replyTo: 'help@acme.example',
    });
  });
});
