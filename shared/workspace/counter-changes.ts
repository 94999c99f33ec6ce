import type { ReleaseContent } from './definitions.ts';
import { type Finding, pathText } from './findings.ts';
import { parseWorkspace } from './parse.ts';
import { asked } from './pattern-checks.ts';
import { conditionsOf } from './reference-checks.ts';

/**
 * Counters begin with the release that asks for them: a condition on one that is new counts nothing of what happened before, and
 * "has never ordered" would be true of everybody. Warned of once, when the release that begins it is published. `before` is the
 * active release; the first of all has nothing before it.
 */
export function counterChanges(before: ReleaseContent, files: Readonly<Record<string, string>>): Finding[] {
  if (before.campaigns.length === 0 && Object.keys(before.events).length === 0) return [];
  const { draft } = parseWorkspace(files);
  const isNew = (type: string) => draft.events[type]?.remember === true && before.events[type]?.remember !== true;
  return draft.campaigns.flatMap((campaign) =>
    conditionsOf(campaign).flatMap(([at, source]) =>
      (source === undefined ? [] : asked(source, at)).flatMap(({ names: [root, type], path }) => {
        if (root !== 'events' || type === undefined || !isNew(type)) return [];
        const words = `\`${pathText(at)}\` asks about ${type}, which is remembered from this release on: what happened before it is not counted`;
        return [campaign.yaml.atKey(path, words, 'warning')];
      }),
    ),
  );
}
