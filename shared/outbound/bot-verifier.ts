import { SECOND } from '../kernel/instants.ts';

/** Asks a company's own verifier whether an answer to its bot check is good. Never rejects: who cannot be asked vouches for nobody. */
export type BotVerifier = (url: string, response: string) => Promise<boolean>;

const PATIENCE = 3 * SECOND;

/**
 * POSTs `response=<what the form's widget gave>` and takes `{"success": true}` for a yes, which is how the usual providers answer.
 * No address, no IP address, no text of the sign-up goes along (P-54); the provider's secret is the verifier's own business.
 */
export function httpBotVerifier(call: typeof fetch = fetch): BotVerifier {
  return async (url, response) => {
    try {
      const answer = await call(url, {
        method: 'POST',
        body: new URLSearchParams({ response }),
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE),
      });
      const body: unknown = answer.ok ? await answer.json() : null;
      return typeof body === 'object' && body !== null && 'success' in body && body.success === true;
    } catch {
      return false;
    }
  };
}
