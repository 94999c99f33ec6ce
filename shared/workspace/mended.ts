import type * as z from 'zod';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What may stand for a value that is wrong and cannot be left out, or undefined where nothing can. */
type StandIn = (path: Path, value: unknown) => unknown;

const NOTHING: StandIn = () => undefined;
/** Each round mends what the one before it brought to light: a step that lost its word is no step any more. */
const ROUNDS = 4;

/**
 * What a file says where its faults are taken out, so that one wrong field hides nothing else of the file from the checks that come
 * after its schema. Null where too much is wrong. Only for looking at: what has faults is never published.
 */
export function mended<S extends z.ZodType>(schema: S, value: unknown, standIn: StandIn = NOTHING): z.output<S> | null {
  const copy: unknown = structuredClone(value);
  for (let round = 0; round < ROUNDS; round += 1) {
    const read = schema.safeParse(copy);
    if (read.success) return read.data;
    // From the end, so that the places of earlier ones stay what they are.
    const taken = read.error.issues.toReversed().map((issue) => takeOut(copy, issue, standIn));
    if (!taken.every(Boolean)) return null;
  }
  return null;
}

/** Whether there was something to take out. */
function takeOut(root: unknown, issue: Issue, standIn: StandIn): boolean {
  if (issue.code === 'unrecognized_keys') {
    const holder = at(root, issue.path);
    return isHolder(holder) && issue.keys.every((key) => Reflect.deleteProperty(holder, key));
  }
  for (let length = issue.path.length; length > 0; length -= 1) {
    const path = issue.path.slice(0, length);
    const holder = at(root, path.slice(0, -1));
    const name = path[length - 1] as string | number;
    if (!isHolder(holder)) continue;
    const instead = standIn(path, holder[name]);
    if (instead !== undefined) {
      holder[name] = instead;
      return true;
    }
    if (typeof name === 'string' && Object.hasOwn(holder, name)) return Reflect.deleteProperty(holder, name);
  }
  return false;
}

function isHolder(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}

function at(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => (isHolder(value) ? value[part as string] : undefined), root);
}

const STEP_LISTS = new Set<PropertyKey>(['steps', 'then', 'else']);

/** A step that is wrong becomes one that says nothing, and a trigger one of which nothing is known; both keep their names. */
export function campaignStandIn(id: string): StandIn {
  return (path, value) => {
    const [last, before] = [path.at(-1), path.at(-2)];
    if (path.length === 1 && last === 'id') return id;
    if (typeof last === 'number' && STEP_LISTS.has(before as PropertyKey)) return { ...named(value), wait: 'P1D' };
    const isTrigger = path[0] === 'trigger' && (path.length === 1 || (path.length === 2 && typeof last === 'number'));
    return isTrigger && !Array.isArray(value) ? { event: UNKNOWN_EVENT } : undefined;
  };
}

/** No event of anybody's: nothing is known of its properties. */
const UNKNOWN_EVENT = 'unknown event';

function named(step: unknown): { id?: string } {
  const id: unknown = isHolder(step) ? step['id'] : undefined;
  return typeof id === 'string' && /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id) ? { id } : {};
}

const BRAND = {
  name: 'Brand',
  legalName: 'Brand',
  postalAddress: 'Somewhere',
  from: 'one@brand.example',
  transactionalFrom: 'other@brand.example',
};

/** A brand with a fault is no brand; locales cannot be guessed. */
export const settingsStandIn: StandIn = (path) => (path.length === 1 && path[0] === 'brand' ? BRAND : undefined);
