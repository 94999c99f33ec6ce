import '../runtime/quiet-log.ts';
import { expect, test } from 'vitest';
import { hourOf } from '../../../shared/consent/sign-up-counts.ts';
import { addressClasses, signUpOf } from './sign-up-classes.ts';
import { EMAIL, type WebWorld, webWorld } from './web-world.ts';

/** What the page asks of the world until it answers, in order. */
async function workFor(prepare: (web: WebWorld) => Promise<unknown>, flooded: boolean): Promise<string[]> {
  const web = webWorld();
  await prepare(web);
  if (flooded) for (let one = 0; one < 31; one += 1) await web.signUps.count(hourOf(web.world.now));
  web.calls.length = 0;
  expect((await web.send(signUpOf(EMAIL))).statusCode).toBe(202);
  return [...web.calls];
}

test.each(Object.entries(addressClasses))(
  'P-33 a sign-up of an address that is %s takes the same calls in the same order, and none that looks at the address',
  async (_, prepare) => {
    for (const flooded of [false, true]) {
      const work = await workFor(prepare, flooded);
      expect(work).toEqual(await workFor(async () => null, flooded));
      expect(work.filter((call) => /^(people|addressBook|timeline)\./.test(call))).toEqual([]);
      expect(work.at(-1)).toBe('enqueue');
    }
  },
);
