import { type Broadcast, broadcastsOf } from '../shared/campaigns/schedule.ts';
import { DAY, type Instant } from '../shared/kernel/instants.ts';
import type { Workspace } from '../shared/workspace/workspace.ts';

/** The broadcasts of a workspace, in the order of time. */
export interface Broadcasts {
  /** Takes out the earliest at or before an instant; null where none is. What lies before the first instant asked is passed over. */
  next(upTo: Instant): Broadcast | null;
}

/** They are looked up so far ahead: seldom, and few at a time. */
const LOOKED_AHEAD = 30 * DAY;

export function broadcasts({ campaigns, settings }: Workspace): Broadcasts {
  /** As far as they were looked up; null before the first instant. */
  let lookedUntil: Instant | null = null;
  const coming: Broadcast[] = [];
  const lookAhead = (now: Instant) => {
    lookedUntil ??= now;
    if (now <= lookedUntil) return;
    const [after, upTo] = [lookedUntil, now + LOOKED_AHEAD];
    const found = [...campaigns.values()].flatMap((campaign) => broadcastsOf(campaign, settings.timeZone, after, upTo));
    coming.push(...found.sort((a, b) => a.at - b.at));
    lookedUntil = upTo;
  };
  return {
    next(upTo) {
      lookAhead(upTo);
      const [first] = coming;
      if (!first || first.at > upTo) return null;
      coming.shift();
      return first;
    },
  };
}
