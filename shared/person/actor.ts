import type { Actor } from '../consent/ledger.ts';
import { assertNever } from '../kernel/exhaustive.ts';
import type { CustomerEvent, Input } from './input.ts';
import { HEED_FORM } from './on-permission-event.ts';

function actorOfEvent({ properties }: CustomerEvent): Actor {
  if (properties['method'] === HEED_FORM) return 'person';
  return properties['actor'] === 'import' ? 'import' : 'company';
}

/** Who is behind an input, for the evidence of what it changes (P-40): whoever pressed a button on a page of ours is the person. */
export function actorOf(input: Input): Actor {
  switch (input.kind) {
    case 'event':
      return actorOfEvent(input);
    case 'confirmation':
    case 'not-me':
    case 'withdrawal':
    case 'preferences-saved':
    case 'undo':
    case 'address-requested':
    case 'address-confirmed':
    case 'export-request':
      return 'person';
    case 'feedback':
      return 'feedback';
    case 'lift':
    case 'erasure':
    case 'merge-away':
    case 'merge-in':
    case 'merge-done':
      return 'company';
    case 'timer':
    case 'broadcast':
    case 'arm':
    case 'claim':
    case 'release':
    case 'outcome':
      return 'heed';
    default:
      return assertNever(input);
  }
}
