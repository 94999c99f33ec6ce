import { createHmac } from 'node:crypto';
import type { MacKeys } from '../consent/mac-keys.ts';

/** The twin of `kmsMacKeys`: the same construction over a secret at hand. For laws, simulation and previews. */
export function memoryMacKeys(secret = 'heed'): MacKeys {
  return {
    async key(label) {
      return createHmac('sha256', secret).update(`heed:${label}`).digest();
    },
  };
}
