import type { Instant } from '../kernel/instants.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** A template that was switched off while the workspace stands as it is: by refusals of what it says (P-82). */
export interface PausedTemplate {
  readonly template: string;
  readonly since: Instant;
  /** Words, such as `content-refused`; whoever lifts gives their own. */
  readonly reason: string;
}

/** One line of the audit: who switched what, when and why. */
export interface SwitchChange {
  readonly template: string;
  readonly at: Instant;
  readonly change: 'paused' | 'resumed';
  readonly reason: string;
  readonly by: string;
}

/** When receivers' refusals of a template are too many: from `max` addresses within `within` ms. */
interface RefusalLimit {
  readonly max: number;
  readonly within: number;
}

/** One mail of a template that a receiver refused for what it says; the address as its keyed HMAC. */
export interface Refusal {
  readonly template: string;
  readonly address: string;
  readonly at: Instant;
}

/**
 * Switches that are thrown in operation, outside any release: a roll-back or a publication neither throws nor lifts them. Every
 * method rejects with RetryableError when the store does not answer.
 */
export interface TemplateSwitches {
  /** Strongly consistent: the templates that are off now. */
  paused(): Promise<readonly PausedTemplate[]>;
  /**
   * Counts a refusal, once however often it is told, and switches the template off where there are too many since it was last
   * lifted. Gives true where this very refusal did so.
   */
  refuse(refusal: Refusal, limit: RefusalLimit, now: Instant): Promise<boolean>;
  /** A human lifts it and says why. False: it is not off. */
  resume(template: string, at: Instant, why: { readonly reason: string; readonly by: string }): Promise<boolean>;
  /** The audit, newest first, at most 50. */
  history(): Promise<readonly SwitchChange[]>;
}

/** Whether refusals since the last lift are too many: a window that ends with the newest one, each address once. */
export function isRefusedTooOften(
  refusals: readonly Pick<Refusal, 'address' | 'at'>[],
  { max, within }: RefusalLimit,
  { at, liftedAt }: { readonly at: Instant; readonly liftedAt: Instant | null },
): boolean {
  const counted = refusals.filter((each) => each.at > at - within && each.at > (liftedAt ?? 0));
  return new Set(counted.map((each) => each.address)).size >= max;
}

/** The workspace as if it had switched them off itself: the gate `switches` holds their mails (P-82, P-107). */
export function withTemplatesOff(workspace: Workspace, templates: readonly string[]): Workspace {
  if (templates.length === 0) return workspace;
  const { settings } = workspace;
  const sending = { ...settings.sending, templates: [...settings.sending.templates, ...templates] };
  return { ...workspace, settings: { ...settings, sending } };
}
