import { groupWithoutMails } from '../../shared/messages/gates/holdout.ts';
import type { Story } from '../../shared/workspace/schemas/story.ts';
import type { Workspace } from '../../shared/workspace/workspace.ts';

const TRIES = 100_000;

/**
 * The profile id of everybody in a story: the name, with a number where the name would fall into a group without mails by its hash.
 * So nobody is in a holdout or the control group but who is said to be. Null where the percentages leave no such person.
 */
export function castOf({ people }: Story, workspace: Workspace): ReadonlyMap<string, string | null> {
  return new Map(
    Object.entries(people).map(([name, person]) => [name, profileIdFor(name, person?.holdout ?? [], workspace)]),
  );
}

function profileIdFor(name: string, holdout: readonly string[], workspace: Workspace): string | null {
  const { controlGroup } = workspace.settings;
  // Where everybody gets nothing nobody can be outside.
  const drawn = [...workspace.campaigns.values()].filter((each) => each.holdout < 100 && controlGroup < 100);
  const fits = (profileId: string) =>
    drawn.every((campaign) => {
      const wanted = holdout.includes(campaign.id) ? 'holdout' : null;
      return groupWithoutMails({ campaign, controlGroup }, profileId) === wanted;
    });
  for (let n = 0; n < TRIES; n += 1) {
    const profileId = n === 0 ? name : `${name}-${n}`;
    if (fits(profileId)) return profileId;
  }
  return null;
}
