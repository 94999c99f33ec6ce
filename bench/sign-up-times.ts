import '../test/functions/api/silent-log.ts';
import { addressClasses, signUpOf } from '../test/functions/web/sign-up-classes.ts';
import { EMAIL, type WebWorld, webWorld } from '../test/functions/web/web-world.ts';
import { figure, type Part } from './row.ts';

const TIMINGS = 200;
/** Of all comparisons together: so often equal distributions would seem to differ. */
const ERROR = 0.01;

/** The largest gap between two empirical distributions (Kolmogorov-Smirnov). */
export function ksDistance(left: readonly number[], right: readonly number[]): number {
  const share = (all: readonly number[], most: number) => all.filter((each) => each <= most).length / all.length;
  return Math.max(...[...left, ...right].map((at) => Math.abs(share(left, at) - share(right, at))));
}

/** Beyond this distance two samples of `n` differ at the given error. */
function critical(n: number, error: number): number {
  return Math.sqrt((-Math.log(error / 2) / 2) * (2 / n));
}

async function timed(web: WebWorld): Promise<number> {
  const from = performance.now();
  await web.send(signUpOf(EMAIL));
  return performance.now() - from;
}

/**
 * P-33: how long the sign-up page takes to answer for each class of address, in turns, so that whatever else the machine does
 * meets all of them. That the work is the same, call by call, is tested; here is its time.
 */
export async function signUpTimes(): Promise<Part> {
  const worlds = new Map<string, WebWorld>();
  for (const [name, prepare] of Object.entries(addressClasses)) {
    const web = webWorld();
    await prepare(web);
    worlds.set(name, web);
  }
  const times = new Map([...worlds.keys()].map((name) => [name, [] as number[]]));
  for (let n = -TIMINGS; n < TIMINGS; n += 1) {
    // The first round warms up; another class begins each time.
    const order = [...worlds].map((_, index, all) => all[(index + n + TIMINGS) % all.length] as [string, WebWorld]);
    for (const [name, web] of order) {
      const took = await timed(web);
      if (n >= 0) times.get(name)?.push(took);
    }
  }
  const unknown = times.get('new') ?? [];
  const distances = [...times]
    .filter(([name]) => name !== 'new')
    .map(([name, all]) => ({ name, d: ksDistance(unknown, all) }));
  const [worst] = distances.toSorted((a, b) => b.d - a.d);
  const most = critical(TIMINGS, ERROR / distances.length);
  const list = distances.map(({ name, d }) => `${name} ${figure(d)}`).join(', ');
  return {
    rows: [
      {
        what: `sign-up answers, KS distance of ${TIMINGS} timings a class to those of an unknown address (P-33)`,
        measured: list,
        budget: `<= ${figure(most)} (1 % over all)`,
        met: (worst?.d ?? 1) <= most,
      },
    ],
  };
}
