import type { SpamRate, SpamRates } from '../messages/spam-rate.ts';

/** The twin of `dynamoSpamRates`. */
export function memorySpamRates(): SpamRates {
  const rates = new Map<string, SpamRate>();
  return {
    async tell(rate) {
      if ((rates.get(rate.domain)?.day ?? '') <= rate.day) rates.set(rate.domain, rate);
    },
    async all() {
      return [...rates.values()];
    },
  };
}
