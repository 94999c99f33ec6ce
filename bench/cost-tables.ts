import type { RunningHeed } from '../test/flows/local-run.ts';
import { type CompanyEvent, mixture, profileIds } from './events.ts';
import { dollars, figure, type Part, type Row, table } from './row.ts';
import { added, putBatches, putSingly, quiet, recruit, type Spent, scaled, spentBy, usdOf } from './run-calls.ts';

const EVENTS = 1_000;
/** One event each: a batch folds nothing, as it hardly would where a million events come from a hundred thousand people. */
const PEOPLE = 1_000;
const MILLION = 1_000_000;

interface Scene {
  readonly name: string;
  readonly relevant: 50 | 100;
  readonly put: (heed: RunningHeed, events: readonly CompanyEvent[]) => Promise<void>;
  readonly budget?: number;
}

const SCENES: readonly Scene[] = [
  { name: 'one an entry, 50 % relevant', relevant: 50, put: putSingly, budget: 2.8 },
  { name: 'one an entry, 100 % relevant', relevant: 100, put: putSingly },
  { name: '`heed.batch`, 50 % relevant', relevant: 50, put: putBatches, budget: 1.35 },
  { name: '`heed.batch`, 100 % relevant', relevant: 100, put: putBatches },
];

/** Of 1,000,000 events. */
interface Played {
  readonly scene: Scene;
  readonly events: Spent;
  /** What SES says of the mails later: a delivery each. */
  readonly feedback: Spent;
}

/** What 1,000,000 events of 1 KB cost in AWS, from bursts of 2,000 on a local run that has nothing else to do. */
export async function costTables(heed: RunningHeed): Promise<Part> {
  const played: Played[] = [];
  for (const [n, scene] of SCENES.entries()) played.push(await play(heed, scene, `scene-${n}`));
  return { rows: played.map(rowOf), details: detailsOf(played) };
}

async function play(heed: RunningHeed, scene: Scene, prefix: string): Promise<Played> {
  const people = profileIds(prefix, PEOPLE);
  await recruit(heed, people);
  const mixed = mixture(EVENTS, people, scene.relevant);
  const known = (await heed.inbox()).length;
  const events = await spentBy(heed, () => scene.put(heed, mixed));
  const mails = (await heed.inbox()).slice(0, -known || undefined);
  if (mails.length !== EVENTS / 10) throw new Error(`${mails.length} mails went out, not ${EVENTS / 10}`);
  const feedback = await spentBy(heed, async () => {
    await Promise.all(mails.map(({ id }) => heed.feedback(id, { type: 'delivery' })));
    await quiet(heed);
  });
  const factor = MILLION / EVENTS;
  return { scene, events: scaled(events, factor), feedback: scaled(feedback, factor) };
}

function rowOf({ scene, events, feedback }: Played): Row {
  const usd = usdOf(events) + usdOf(feedback);
  return {
    what: `AWS cost of 1,000,000 events, ${scene.name}, 10 % mailed, without SES's fee`,
    measured: `${dollars(usd)} (${dollars(usdOf(feedback))} of it for the feedback of 100,000 mails)`,
    ...(scene.budget === undefined ? {} : { budget: `<= ${dollars(scene.budget)}`, met: usd <= scene.budget }),
  };
}

function detailsOf(played: readonly Played[]): string {
  const totals = played.map(({ events, feedback }) => added(events, feedback));
  const names = [...new Set(totals.flatMap((total) => [...total.keys()]))].sort();
  const cell = (spent: Spent, name: string): string => {
    const { quantity, usd } = spent.get(name) ?? { quantity: 0, usd: 0 };
    return `${figure(quantity)}: ${dollars(usd)}`;
  };
  const head = ['of 1,000,000 events', ...played.map(({ scene }) => scene.name)];
  const lines = names.map((name) => [name, ...totals.map((total) => cell(total, name))]);
  return `### What 1,000,000 events are made of

${table(head, [...lines, ['**total**', ...totals.map((total) => `**${dollars(usdOf(total))}**`)]])}

Metered by the local run at list price (us-east-1), a burst of ${figure(EVENTS)} events over ${figure(PEOPLE)} people with a consent each, scaled. Windows
end early on the local run and two threads serve a function, so Lambda requests are counted higher than in AWS, where a window
fills a batch. GB-seconds are this machine's wall time: a slower core in Lambda, and calls that cross a network, make them more.`;
}
