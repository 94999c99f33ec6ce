import { BETWEEN_CALLS, type SuppressionPace } from '../consent/suppression-pace.ts';

/** The twin of `dynamoSuppressionPace`. */
export function memorySuppressionPace(): SuppressionPace {
  let next = 0;
  return {
    async take(now) {
      const slot = Math.max(now, next);
      next = slot + BETWEEN_CALLS;
      return slot;
    },
  };
}
