import { describe, expect, expectTypeOf, test } from 'vitest';
import type * as z from 'zod';
import type { HeedClient, PermissionEvents, TrackedEvent } from '../../client/heed-client.ts';
import type { flagSaid, ticketSaid } from '../../shared/consent/care-evidence.ts';
import type { consentRecorded, consentWithdrawn, subscriptionRequested } from '../../shared/consent/evidence.ts';

type Plan = {
  'order.placed': { readonly orderId: string; readonly total: number };
  'page.viewed': { readonly [name: string]: unknown };
};

/** A Date becomes ISO text, and what may not be is not there. */
type Sent<T> = { [K in keyof T as T[K] extends undefined ? never : K]: T[K] extends Date | string ? string : T[K] };

describe('the types of track', () => {
  test('know the types of the plan, their properties, and which may be left out', () => {
    const accepted = (event: TrackedEvent<Plan, 'order.placed'> | TrackedEvent<Plan, 'page.viewed'>) => event.type;
    expect(accepted({ type: 'order.placed', profileId: 'c-1', properties: { orderId: 'o', total: 1 } })).toBe(
      'order.placed',
    );
    expect(accepted({ type: 'page.viewed', profileId: 'c-1' })).toBe('page.viewed');
  });

  test('refuse what is misspelt, missing or of another type, before it runs', () => {
    const never = (track: HeedClient<Plan>['track']) => [
      // @ts-expect-error no such type in the plan
      track({ type: 'order.place', profileId: 'c-1' }),
      // @ts-expect-error total is missing
      track({ type: 'order.placed', profileId: 'c-1', properties: { orderId: 'o-1' } }),
      // @ts-expect-error total is a number
      track({ type: 'order.placed', profileId: 'c-1', properties: { orderId: 'o-1', total: '1' } }),
      // @ts-expect-error properties are required
      track({ type: 'order.placed', profileId: 'c-1' }),
      // @ts-expect-error a withdrawal says of what
      track({ type: 'consent.withdrawn', profileId: 'c-1', properties: { method: 'phone' } }),
    ];
    expect(never).toBeTypeOf('function');
  });

  test('know the evidence that permission asks for, as heed reads it', () => {
    expectTypeOf<Sent<PermissionEvents['ticket.opened']>>().toExtend<z.input<typeof ticketSaid>>();
    expectTypeOf<Sent<PermissionEvents['flag.set']>>().toExtend<z.input<typeof flagSaid>>();
    type Requested = Omit<PermissionEvents['subscription.requested'], 'topics'> & { topics: string[] };
    expectTypeOf<Requested>().toExtend<z.input<typeof subscriptionRequested>>();
    expectTypeOf<keyof PermissionEvents['consent.withdrawn']>().toExtend<keyof z.input<typeof consentWithdrawn>>();
    expectTypeOf<Exclude<keyof PermissionEvents['consent.recorded'], 'all'>>().toExtend<
      keyof z.input<typeof consentRecorded>
    >();
  });
});
