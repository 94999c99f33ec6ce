import type { Json } from '../../shared/kernel/json.ts';
import { canonicalJson } from '../../shared/workspace/content-hash.ts';
import type { Finding } from '../../shared/workspace/findings.ts';
import type { Expected } from '../../shared/workspace/schemas/story.ts';
import { type Difference, differences } from './compare.ts';
import { LISTS, type ListName, type Observed, observed, type Sight, STATES, stateOf } from './observed.ts';
import { storyInstant, storyMoment } from './story-time.ts';
import { whyNot } from './why.ts';

/** Makes a finding at a path below the person in `expect`. */
type At = (path: readonly PropertyKey[], message: string) => Finding;

/** How much of each list earlier checks of a person have named. */
export type Named = Map<ListName, number>;

/** Everything that is otherwise than expected of one person now. Lists of what happened are those since a check named them last. */
export function checkExpected(expected: Expected, sight: Sight, named: Named, at: At): Finding[] {
  const lists = (Object.keys(LISTS) as ListName[]).flatMap((list) => checkList(list, expected, sight, named, at));
  const states = STATES.flatMap((kind) =>
    Object.entries(expected[kind] ?? {}).flatMap(([name, wanted]) => {
      const found = stateOf(kind, name, sight);
      return differ(wanted, found) ? [at([kind, name], wrongWords(`${kind}.${name}`, wanted, found))] : [];
    }),
  );
  const { suppression } = expected;
  const found = sight.person.suppression?.reason ?? null;
  const isWrong = suppression !== undefined && suppression !== found;
  return [
    ...lists,
    ...states,
    ...(isWrong ? [at(['suppression'], wrongWords('suppression', suppression, found))] : []),
  ];
}

function differ(wanted: Json, found: Json): boolean {
  return canonicalJson(wanted) !== canonicalJson(found);
}

function wrongWords(what: string, wanted: Json, found: Json): string {
  return `${what} is ${JSON.stringify(found)}, expected ${JSON.stringify(wanted)}`;
}

function checkList(list: ListName, expected: Expected, sight: Sight, named: Named, at: At): Finding[] {
  const items = expected[list];
  if (items === undefined) return [];
  const { word, happened } = LISTS[list];
  const all = observed(list, sight);
  const fresh = happened ? all.slice(named.get(list) ?? 0) : all;
  named.set(list, all.length);
  const zone = sight.workspace.settings.timeZone;
  const wanted = items.map((item) => wantedFacts(item, word, zone));
  return differences(wanted, fresh, word).map((each) => told(each, list, sight, at));
}

/** A single word, or facts, with moments as instants. */
function wantedFacts(item: string | object, word: string, zone: string): Observed {
  if (typeof item === 'string') return { [word]: item };
  const facts = Object.entries(item).filter(([, value]) => value !== undefined) as [string, Json][];
  const isMoment = (name: string) => name === 'at' || name === 'until';
  return Object.fromEntries(
    facts.map(([name, value]) => [name, isMoment(name) ? storyInstant(String(value), zone) : value]),
  );
}

function told(difference: Difference, list: ListName, sight: Sight, at: At): Finding {
  const { one, word } = LISTS[list];
  const zone = sight.workspace.settings.timeZone;
  const moment = (instant: number) => storyMoment(instant, zone);
  const text = (facts: Observed) => factsText(facts, word, zone);
  switch (difference.kind) {
    case 'unexpected':
      return at(
        [list],
        `${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one} is there that is not expected: ${text(difference.found)}`,
      );
    case 'missing': {
      const why = whyNot(difference.wanted, sight, moment);
      return at(
        [list, difference.index],
        `there is no ${one} ${text(difference.wanted)}${why === null ? '' : `: ${why}`}`,
      );
    }
    case 'wrong': {
      const { fact, wanted, found, index } = difference;
      const value = (facts: Observed) => valueText(fact, facts[fact] ?? null, zone);
      const words = `the ${one} ${valueText(word, found[word] ?? null, zone)} has ${fact} ${value(found)}, expected ${value(wanted)}`;
      return at([list, index], words);
    }
  }
}

function valueText(fact: string, value: Json, zone: string): string {
  if ((fact === 'at' || fact === 'until') && typeof value === 'number') return storyMoment(value, zone);
  return fact === 'subject' || typeof value !== 'string' ? JSON.stringify(value) : value;
}

function factsText(facts: Observed, word: string, zone: string): string {
  const { [word]: first, ...rest } = facts;
  const beside = Object.entries(rest).filter(([, value]) => value !== null);
  const details = beside.map(([fact, value]) => `${fact} ${valueText(fact, value, zone)}`).join(', ');
  const name = first === undefined ? '' : valueText(word, first, zone);
  return [name, details && (name ? `(${details})` : details)].filter(Boolean).join(' ');
}
