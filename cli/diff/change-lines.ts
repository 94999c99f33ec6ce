import type { Change } from './changes.ts';

/** A change with who is on the way of the campaign that it is about; not whole where only the first people were counted. */
export type CountedChange = Change & { readonly inFlight?: { readonly people: number; readonly isWhole: boolean } };

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
export function changeLines(release: number, changes: readonly CountedChange[]): string[] {
  const against = release === 0 ? 'nothing was published so far' : `against release ${release}, which is active`;
  if (changes.length === 0) return [`${against}: nothing would change`];
  const parts = Object.entries(HEADINGS).flatMap(([kind, heading]) => {
    const own = changes.filter((each) => each.kind === kind);
    return own.length === 0 ? [] : ['', heading, ...own.flatMap(linesOf)];
  });
  return [against, ...parts];
}

function linesOf({ kind, id, change, details, inFlight }: CountedChange): string[] {
  const line = `  ${MARKS[change]} ${id}${details.length > 0 ? `: ${details.join(', ')}` : ''}`;
  if (kind !== 'campaign' || !inFlight) return [line];
  const people = `${inFlight.isWhole ? '' : 'at least '}${inFlight.people}`;
  const what = change === 'removed' ? 'nothing more is sent to them' : 'they keep the steps that they began with';
  return [line, `      people in flight: ${people}${inFlight.people === 0 ? '' : `; ${what}`}`];
}
