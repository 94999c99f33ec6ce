import type { Change } from './changes.ts';

const HEADINGS = {
  campaign: 'campaigns',
  topic: 'topics',
  template: 'templates',
  event: 'events',
  settings: 'settings',
  file: 'other files',
} as const satisfies Record<Change['kind'], string>;
const MARKS = { added: '+', changed: '~', removed: '-' } as const satisfies Record<Change['change'], string>;

/** Lines for people, a heading for each kind of thing that changed. */
export function changeLines(release: number, changes: readonly Change[]): string[] {
  const against = release === 0 ? 'nothing was published so far' : `against release ${release}, which is active`;
  if (changes.length === 0) return [`${against}: nothing would change`];
  const parts = Object.entries(HEADINGS).flatMap(([kind, heading]) => {
    const own = changes.filter((each) => each.kind === kind);
    return own.length === 0 ? [] : ['', heading, ...own.flatMap(linesOf)];
  });
  return [against, ...parts];
}

function linesOf({ kind, id, change, details }: Change): string[] {
  const line = `  ${MARKS[change]} ${id}${details.length > 0 ? `: ${details.join(', ')}` : ''}`;
  if (kind !== 'campaign' || change === 'added') return [line];
  // Nobody counts who is on the way: the rows of people tell it, and reading them all is no part of a diff.
  return [line, '      people in flight: unknown; they keep the steps that they began with'];
}
