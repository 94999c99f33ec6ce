import type { Basis } from './consent.ts';

/** Where the recipient is, as far as it changes what a company may rest on (P-46). */
export type Jurisdiction = 'europe' | 'canada' | 'united-states' | 'unknown';

// EU, EEA, United Kingdom, Switzerland: Directive 2002/58/EC Art. 13 and the laws made after it.
const EUROPE = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO GB CH'.split(
  ' ',
);

/** The jurisdiction of a person by the trait `country` (ISO 3166 alpha-2); everything else is unknown. */
export function jurisdictionOf(country: unknown): Jurisdiction {
  const code = typeof country === 'string' ? country.toUpperCase() : '';
  if (EUROPE.includes(code)) return 'europe';
  if (code === 'CA') return 'canada';
  return code === 'US' ? 'united-states' : 'unknown';
}

/** What each one allows a company to rest on: the policy table of P-46. Unknown allows the one proof that holds everywhere. */
export const allowedBases: Readonly<Record<Jurisdiction, readonly Basis[]>> = {
  europe: ['express-doi', 'express', 'soft-opt-in'],
  canada: ['express-doi', 'express', 'casl-ebr', 'casl-inquiry', 'casl-published'],
  'united-states': ['express-doi', 'express', 'soft-opt-in'],
  unknown: ['express-doi'],
};
