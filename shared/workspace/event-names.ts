/** What heed itself tells of: inputs for campaigns, and opt-in by type for other systems on the bus. */
export const OWN_EVENTS = [
  'consent.granted',
  'consent.withdrawn',
  'address.suppressed',
  'message.sent',
  'message.delivered',
  'message.bounced',
  'message.complained',
  'message.clicked',
  'message.skipped',
  'enrollment.started',
  'enrollment.ended',
  'segment.entered',
  'segment.left',
  'survey.answered',
] as const;
export type OwnEvent = (typeof OWN_EVENTS)[number];

/** Whether only heed tells of such an event: campaigns take it for what heed saw, so nobody else may say it (design 5). */
export function isOwnEvent(type: string): boolean {
  // A withdrawal is told by companies too.
  return type !== 'consent.withdrawn' && (OWN_EVENTS as readonly string[]).includes(type);
}

/** The families of own events, so that one of tomorrow is none of a workspace's today, and what the bus understands as more than one event. */
const OWN_FAMILIES = ['heed.', 'consent.', 'address.', 'message.', 'enrollment.', 'segment.', 'survey.'];

/** What only a person or the company may say of somebody: each may raise permission, or changes who somebody is. */
const RAISING = new Set([
  'subscription.requested',
  'preferences.changed',
  'profile.merged',
  'profile.erased',
  'flag.lifted',
  'ticket.closed',
]);

/**
 * Whether a workspace may not publish events of a type by its own rules: a campaign may lower permission, never raise it
 * (design 5), and nobody else speaks in heed's name. What only lowers (`flag.set`, `ticket.opened`) is free.
 */
export function isReservedEvent(type: string): boolean {
  const name = type.trim().toLowerCase();
  return RAISING.has(name) || OWN_FAMILIES.some((family) => name.startsWith(family));
}

/**
 * Bytes of JSON that an `emit` or a `set` step may say at once: much more than ids and words, and far below what an event on the
 * bus and a person's row can hold, which a template that runs away would else fill.
 */
export const LARGEST_SAID = 16_384;
