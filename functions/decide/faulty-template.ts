import { findingOf } from '../../shared/consent/suppression.ts';
import type { Feedback } from '../../shared/events/feedback.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import type { TemplateSwitches } from '../../shared/messages/template-switches.ts';
import type { PermissionSettings } from '../../shared/workspace/definitions.ts';
import { notice } from '../runtime/notices.ts';

/**
 * Table 1.4: a receiver refused what a mail says, not whom it is for. Where several people's receivers do so, the template is
 * switched off until a human lifts it (P-82); each refusal alone is told as a notice. Rejects with RetryableError.
 */
export async function pauseFaultyTemplate(
  { templates, clock }: { readonly templates: TemplateSwitches; readonly clock: () => Instant },
  { contentBounces: max, contentBounceWithin: within }: PermissionSettings,
  feedback: Feedback,
): Promise<void> {
  const { template, address, at } = feedback;
  if (!template || findingOf(feedback).notice !== 'content-refused') return;
  if (await templates.refuse({ template, address, at }, { max, within }, clock()))
    notice('template-paused', { template });
}
