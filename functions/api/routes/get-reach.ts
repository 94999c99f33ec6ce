import { getReach as endpoint } from '../../../shared/api/reach.ts';
import { workspaceFor } from '../../../shared/person/apply.ts';
import { type Explanation, explainNow } from '../../../shared/person/explain.ts';
import type { Person } from '../../../shared/person/person.ts';
import type { Campaign, Release } from '../../../shared/workspace/workspace.ts';
import { inParallel } from '../../runtime/in-parallel.ts';
import { campaignOf } from '../active-campaign.ts';
import { fieldProblem } from '../problem.ts';
import { route } from '../route.ts';
import type { ApiWorld } from '../world.ts';

/** People a call: some hundred reads of address rows, far below what an HTTP API waits for. */
const PAGE = 500;
const WIDTH = 16;

/**
 * GET /api/campaigns/{id}/reach?next=: what a trigger now would give, counted over a page of everybody: `reachable` would be sent a
 * mail now or after a delay, `refused` not, each by reason. A campaign that is not active is asked as if
 * it were active. `inFlight` are those who are on its way now. `next` asks for the following page; null at the end.
 */
export const getReach = route(endpoint, async (request, world) => {
  const active = await world.releases.active();
  const id = request.params.id ?? '';
  const found = campaignOf(active, id);
  if ('answer' in found) return found.answer;
  const place = request.query.get('next');
  const from = place ? placeOf(place) : null;
  if (place && from === null) {
    return fieldProblem(400, 'The place cannot be read.', [
      { field: 'next', message: 'takes the `next` of the page before' },
    ]);
  }
  const { rows, next } = await world.everybody.people(PAGE, from);
  const people = rows.filter(({ erasedAt, mergedInto }) => erasedAt === null && mergedInto === null);
  const release = activated(active, id);
  const counts = newCounts();
  await inParallel(people, WIDTH, async (person) => count(counts, await explained(world, release, id, person)));
  const mails = found.campaign.steps.filter((step) => step.type === 'send').length;
  const { status } = found.campaign;
  const inFlight = people.filter(({ enrollments }) => enrollments.some((each) => each.campaign === id)).length;
  const page = next === null ? null : Buffer.from(next).toString('base64url');
  return {
    status: 200,
    body: { campaign: id, status, people: people.length, inFlight, mails, ...counts, next: page },
  };
});

/** What the release would be with this campaign switched on: gates ask the workspace for it. */
function activated(release: Release, id: string): Release {
  const { content } = release;
  const campaigns = content.campaigns.map((each) => (each.id === id ? { ...each, status: 'active' as const } : each));
  return { ...release, content: { ...content, campaigns } };
}

function placeOf(text: string): string | null {
  const place = Buffer.from(text, 'base64url').toString();
  return /^[A-Za-z0-9_.:-]{1,128}$/.test(place) ? place : null;
}

interface Counts {
  readonly reachable: { now: number; later: number; because: Record<string, number> };
  readonly refused: { skipped: number; notEntered: number; because: Record<string, number> };
}

function newCounts(): Counts {
  return { reachable: { now: 0, later: 0, because: {} }, refused: { skipped: 0, notEntered: 0, because: {} } };
}

function count({ reachable, refused }: Counts, { verdict, because }: Explanation): void {
  const { because: reasons } = verdict === 'send' || verdict === 'hold' ? reachable : refused;
  if (because) reasons[because.reason] = (reasons[because.reason] ?? 0) + 1;
  if (verdict === 'send') reachable.now += 1;
  else if (verdict === 'hold') reachable.later += 1;
  else if (verdict === 'skip') refused.skipped += 1;
  else refused.notEntered += 1;
}

/** The address row is read only where nothing else speaks against a mail: that is most of what a count costs. */
async function explained(world: ApiWorld, release: Release, id: string, person: Person): Promise<Explanation> {
  const workspace = await workspaceFor({ active: async () => release, pinned: async () => [] }, person);
  const campaign = workspace.campaigns.get(id) as Campaign;
  const now = world.clock();
  const first = explainNow(person, null, campaign, workspace, now);
  if (!person.address || (first.verdict !== 'send' && first.verdict !== 'hold')) return first;
  return explainNow(person, await world.addresses.read(person.address.hmac), campaign, workspace, now);
}
