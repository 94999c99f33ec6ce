import type { CampaignDraft } from './campaign-file.ts';
import type { ReleaseContent } from './definitions.ts';
import { type Finding, pathText } from './findings.ts';
import { parseWorkspace } from './parse.ts';
import { asked } from './pattern-checks.ts';
import { conditionsOf } from './reference-checks.ts';

type Files = Readonly<Record<string, string>>;

/**
 * Counters begin with the release that asks for them: a condition on one that is new counts nothing of what happened before, and
 * "has never ordered" would be true of everybody. Warned of once, when the release that begins it is published. `before` is the
 * active release, of which the first of all has nothing; `files` are those that `after` was made of, for the places.
 */
export function counterChanges(before: ReleaseContent, after: ReleaseContent, files: Files): Finding[] {
  if (before.campaigns.length === 0 && Object.keys(before.events).length === 0) return [];
  const remembered = (events: ReleaseContent['events'], type: string) =>
    Object.hasOwn(events, type) && events[type]?.remember === true;
  const fresh = new Set(
    Object.keys(after.events).filter((type) => remembered(after.events, type) && !remembered(before.events, type)),
  );
  return fresh.size === 0 ? [] : parseWorkspace(files).draft.campaigns.flatMap((each) => asksFor(each, fresh));
}

function asksFor(campaign: CampaignDraft, fresh: ReadonlySet<string>): Finding[] {
  const places = conditionsOf(campaign).flatMap(([at, source]) =>
    (source === undefined ? [] : asked(source, at)).map((place) => ({ at, ...place })),
  );
  return places.flatMap(({ at, names: [root, type], path }) => {
    if (root !== 'events' || type === undefined || !fresh.has(type)) return [];
    const words = `\`${pathText(at)}\` asks about ${type}, which is remembered from this release on: what happened before it is not counted`;
    return [campaign.yaml.atKey(path, words, 'warning')];
  });
}
