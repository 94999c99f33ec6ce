import { type Instant, SECOND } from '../../shared/kernel/instants.ts';
import type { TemplateSwitches } from '../../shared/messages/template-switches.ts';

/** P-107: with the 5 s that a claim holds, a switch is in force for every call that starts more than 10 s after it was thrown. */
const KEPT_FOR = 5 * SECOND;

/** The templates that are switched off in operation, read at most every 5 s however many mails go out. Rejects with RetryableError. */
export function templateWatch(
  switches: Pick<TemplateSwitches, 'paused'>,
  clock: () => Instant,
): () => Promise<readonly string[]> {
  let known: { readonly at: Instant; readonly templates: readonly string[] } | null = null;
  return async () => {
    const at = clock();
    if (!known || at < known.at || at - known.at >= KEPT_FOR) {
      const paused = await switches.paused();
      known = { at, templates: paused.map((each) => each.template) };
    }
    return known.templates;
  };
}
