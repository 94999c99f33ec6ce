import type { SignUpCounts } from '../consent/sign-up-counts.ts';
import type { Instant } from '../kernel/instants.ts';

/** The twin of `dynamoSignUpCounts`. */
export function memorySignUpCounts(): SignUpCounts {
  const places = new Map<string, Set<string>>();
  const hours = new Map<Instant, number>();
  return {
    async take(source, hour, requestId, max) {
      const key = `${source} ${hour}`;
      const taken = places.get(key) ?? new Set<string>();
      if (taken.has(requestId)) return 'again';
      if (taken.size >= max) return 'full';
      places.set(key, taken.add(requestId));
      return 'taken';
    },
    async count(hour) {
      hours.set(hour, (hours.get(hour) ?? 0) + 1);
    },
    async since(from) {
      return new Map([...hours].filter(([hour]) => hour >= from));
    },
  };
}
