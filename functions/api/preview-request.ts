import type * as z from 'zod';
import type { sightSchema } from '../../shared/api/previews.ts';
import type { JsonObject } from '../../shared/kernel/json.ts';
import { workspaceFor } from '../../shared/person/apply.ts';
import { UncomposableError } from '../../shared/person/compose-mail.ts';
import { newPerson, type Person } from '../../shared/person/person.ts';
import { type PreviewWorld, type Sight, sightsOf } from '../../shared/person/preview.ts';
import { applyTraits } from '../../shared/profiles/traits.ts';
import { suggestion } from '../../shared/workspace/findings.ts';
import { campaignOf } from './active-campaign.ts';
import { livingPerson } from './living-person.ts';
import { fieldProblem, type ProblemAnswer, problem, unknownProfile } from './problem.ts';
import type { ApiWorld } from './world.ts';

export type SightRequest = z.infer<typeof sightSchema>;

export type Seen =
  | { readonly sights: readonly Sight[]; readonly world: PreviewWorld; readonly release: number }
  | { readonly answer: ProblemAnswer<400 | 404> };

/** The mails that a request asks for, and for whom, the person strongly read; or why it cannot be shown. */
export async function seenBy(api: ApiWorld, campaignId: string, asked: SightRequest): Promise<Seen> {
  const release = await api.releases.active();
  const found = campaignOf(release, campaignId);
  if ('answer' in found) return found;
  const all = sightsOf(found.campaign, release.content);
  const wrong = wrongWord(all, asked);
  if (wrong) return { answer: wrong };
  const sights = all.filter(
    (each) => each.template.id === (asked.template ?? each.template.id) && each.step === (asked.step ?? each.step),
  );
  const person = await personOf(api, asked);
  if (!person) return { answer: unknownProfile(asked.profileId ?? '') };
  const { linkOrigin, clock } = api;
  const workspace = await workspaceFor(api.releases, person);
  const world = { content: release.content, workspace, person, properties: saidOf(asked).properties, linkOrigin };
  return { sights, world: { ...world, now: clock() }, release: release.number };
}

function saidOf({ sample }: SightRequest): { readonly traits?: JsonObject; readonly properties?: JsonObject } {
  return typeof sample === 'object' ? (sample as { traits?: JsonObject; properties?: JsonObject }) : {};
}

/** Somebody stored, or nobody in particular. */
async function personOf(api: ApiWorld, asked: SightRequest): Promise<Person | null> {
  if (asked.profileId !== undefined) return livingPerson(api, asked.profileId);
  const nobody = newPerson('sample');
  return { ...nobody, traits: applyTraits(nobody.traits, saidOf(asked).traits ?? {}, api.clock()) };
}

function wrongWord(sights: readonly Sight[], asked: SightRequest): ProblemAnswer<400> | null {
  const known = {
    template: sights.map((each) => each.template.id),
    step: sights.map((each) => each.step ?? ''),
    locale: sights.flatMap((each) => Object.keys(each.template.parts)),
  };
  const errors = (['template', 'step', 'locale'] as const).flatMap((field) => {
    const word = asked[field];
    if (word === undefined || known[field].includes(word)) return [];
    return [{ field, message: `is not one of this campaign's mails${suggestion(word, new Set(known[field]))}` }];
  });
  return errors.length === 0 ? null : fieldProblem(400, 'There is nothing to show for this.', errors);
}

/** Content that cannot be rendered is the workspace's fault, told as such. */
export async function orUncomposable<Made>(make: () => Promise<Made>): Promise<Made | ProblemAnswer<422>> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof UncomposableError)) throw error;
    const words = 'The mail cannot be rendered for this person: look at what the template does with its values.';
    return problem(422, words, { title: 'The mail cannot be rendered' });
  }
}
