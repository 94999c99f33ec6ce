import { createHmac } from 'node:crypto';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';

/** Keys as KMS would derive them; `asked` remembers which were. */
export function testKeys(secret = 'of this test'): MacKeys & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    key: async (label) => {
      asked.push(label);
      return createHmac('sha256', secret).update(label).digest();
    },
  };
}
