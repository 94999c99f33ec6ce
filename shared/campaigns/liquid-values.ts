import { textLiquid } from '../content/liquid.ts';
import type { Json } from '../kernel/json.ts';
import type { Facts } from './paths.ts';

type Named = { readonly [name: string]: Json };

/** What Liquid is filled with: the facts, and the person's zone and language for dates and money. */
interface Filling {
  readonly facts: Facts;
  readonly zone: string;
  readonly locale: string;
}

/** A text that is nothing but one value keeps that value's kind: a number stays a number. */
const BARE = /^\{\{\s*([\w.[\]-]+)\s*\}\}$/;

/** Fills Liquid into the texts of a value, however deep; what holds no Liquid stays what it is. */
export function filledIn(value: Named, filling: Filling): Named {
  return Object.fromEntries(Object.entries(value).map(([name, below]) => [name, filled(below, filling)]));
}

function filled(value: Json, filling: Filling): Json {
  if (typeof value === 'string') return filledText(value, filling);
  if (Array.isArray(value)) return value.map((each: Json) => filled(each, filling));
  return typeof value === 'object' && value !== null ? filledIn(value as Named, filling) : value;
}

function filledText(text: string, { facts, zone, locale }: Filling): Json {
  if (!text.includes('{')) return text;
  const bare = BARE.exec(text)?.[1];
  const globals = { locale, timeZone: zone };
  try {
    if (bare !== undefined) return (textLiquid.evalValueSync(bare, { ...facts }) as Json | undefined) ?? null;
    return String(textLiquid.renderSync(textLiquid.parse(text), { ...facts }, { globals }));
  } catch {
    // Its words were checked when it was published: what is left are the limits of liquid.ts. A run must not stand still for ever
    // because one value of one person runs beyond them, so such a value is none.
    return null;
  }
}
