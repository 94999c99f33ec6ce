import type { Alternative } from '../leaf.ts';

/**
 * EventBridge refuses a field whose wildcards could be followed at more than ten places at once by some text.
 * The number is not documented; it is the one that tells apart the patterns known to be accepted and refused.
 */
const MOST_PLACES = 10;

/** How many sets of places are looked at; beyond, the pattern is accepted, since our own matching is linear whatever the pattern. */
const MOST_SETS = 2_000;

const STAR = '*';

/** A place within a wildcard, reached after its first letters. */
interface Place {
  readonly id: number;
  /** Reached by a star: any letter stays here. */
  readonly isStar: boolean;
  readonly next: { readonly letter: string; readonly place: Place }[];
}

/** Whether EventBridge would call the wildcards of one field's list too complex. */
export function findTooComplex(alternatives: readonly Alternative[]): boolean {
  const texts = alternatives.flatMap((each) => (each.asks === 'value' && each.wildcards ? [each.wildcards] : []));
  if (texts.flat().join('').split(STAR).length <= 2) return false;
  const places = new PlaceBook();
  const starts = texts.map((list, index) => places.build(list, index));
  return exceeds(starts, new Set(texts.flat().flatMap(tokens)));
}

class PlaceBook {
  #places = new Map<string, Place>();

  /** One alternative's wildcards; places before and at the first star are shared, as in the machine that AWS builds. */
  build(texts: readonly string[], alternative: number): Place {
    const start = this.#place(`${alternative}`, false);
    texts.forEach((text, index) => {
      const letters = ['"', ...tokens(text), '"'];
      let [current, key] = [start, `${alternative}`];
      letters.forEach((letter, at) => {
        const isShared = !letters.slice(0, at).includes(STAR);
        key = isShared ? `${key}|${letter}` : `${alternative}/${index}/${at}`;
        const place = this.#place(key, letter === STAR);
        if (!current.next.some((edge) => edge.place === place)) current.next.push({ letter, place });
        current = place;
      });
    });
    return start;
  }

  #place(key: string, isStar: boolean): Place {
    const known = this.#places.get(key) ?? { id: this.#places.size, isStar, next: [] };
    this.#places.set(key, known);
    return known;
  }
}

/** The letters of a wildcard; an escaped star is a letter of its own, told apart from STAR by its backslash. */
function tokens(text: string): string[] {
  return text.match(/\\[*\\]|[\s\S]/g) ?? [];
}

function exceeds(starts: readonly Place[], alphabet: ReadonlySet<string>): boolean {
  const letters = [...alphabet, '"', 'any other'].filter((letter) => letter !== STAR);
  const seen = new Set<string>();
  const pending = [withStars(starts)];
  for (let active = pending.pop(); active && seen.size < MOST_SETS; active = pending.pop()) {
    for (const letter of letters) {
      const reached = withStars(step(active, letter));
      if (reached.length > MOST_PLACES) return true;
      const key = reached
        .map((place) => place.id)
        .sort((one, other) => one - other)
        .join();
      if (reached.length > 0 && !seen.has(key)) {
        seen.add(key);
        pending.push(reached);
      }
    }
  }
  return false;
}

function step(active: readonly Place[], letter: string): Place[] {
  return active.flatMap((place) => [
    ...(place.isStar ? [place] : []),
    ...place.next.filter((edge) => edge.letter === letter).map((edge) => edge.place),
  ]);
}

/** A star stands for nothing too, so who is before it is also at it. */
function withStars(places: readonly Place[]): Place[] {
  return [
    ...new Set(
      places.flatMap((place) => [
        place,
        ...place.next.filter((edge) => edge.letter === STAR).map((edge) => edge.place),
      ]),
    ),
  ];
}
