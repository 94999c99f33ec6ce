import { HOUR } from '../../../shared/kernel/instants.ts';
import { form, START, type WebWorld } from './web-world.ts';

/** The classes of addresses that P-33 names, each made in a world of its own; its sign-up is for `EMAIL`. */
export const addressClasses: Readonly<Record<string, (web: WebWorld) => Promise<unknown>>> = {
  new: async () => null,
  pending: (web) => web.asked('s-1'),
  active: (web) => web.granted('c-1'),
  suppressed: async (web) => web.book.suppress((await web.address()).hmac, 'hard-bounce', START),
  erased: async (web) => {
    await web.granted('c-1');
    await web.apply('c-1', { kind: 'erasure', at: START, reason: 'requested' });
  },
  limited: async (web) => {
    const { hmac } = await web.address();
    await web.book.reserveConfirmation(hmac, 'm-1', START, [{ max: 1, per: HOUR }]);
    await web.book.block(hmac, START + HOUR);
  },
};

/** One sign-up through the form. */
export function signUpOf(email: string) {
  return { path: '/subscribe', ...form({ email, topics: 'offers' }) };
}
