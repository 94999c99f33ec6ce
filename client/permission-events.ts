/** What the person was shown, and how: the part of the evidence that every way of asking has. */
interface Asked {
  /** Exactly what was shown, word for word. */
  readonly text: string;
  /** Such as `web-form`, `phone`. */
  readonly method: string;
  readonly form?: { readonly id: string; readonly version: string };
  readonly locale?: string;
  readonly ip?: string;
  readonly userAgent?: string;
  /** What was ticked beforehand is no consent (P-42). */
  readonly defaultState?: false;
}

interface Recorded extends Asked {
  readonly basis: 'express-doi' | 'express' | 'soft-opt-in' | 'casl-ebr' | 'casl-inquiry' | 'casl-published';
  /** ISO instants, here and below. */
  readonly grantedAt: string | Date;
  /** The document or system that proves it. */
  readonly source: string;
  /** `casl-ebr` rests on it. */
  readonly lastPurchaseAt?: string | Date;
  /** `casl-inquiry` rests on it. */
  readonly inquiryAt?: string | Date;
  /** Soft opt-in rests on these four (P-49): true, true, false, true. */
  readonly obtainedInSale?: boolean;
  readonly refusalOffered?: boolean;
  readonly refusalUsed?: boolean;
  readonly ownSimilarProducts?: boolean;
}

interface Withdrawn {
  readonly method: string;
  readonly at?: string | Date;
}

type Topics = { readonly topics: readonly string[]; readonly purpose?: never; readonly all?: never };
type Tracking = { readonly purpose: 'tracking.email'; readonly topics?: never; readonly all?: never };
type Everything = { readonly all: true; readonly topics?: never; readonly purpose?: never };

/** The types that may change permission, and what each says as its evidence; heed refuses them without it. */
export type PermissionEvents = {
  'subscription.requested': Asked & { readonly topics: readonly string[] };
  'consent.recorded': Recorded & (Topics | Tracking);
  'consent.withdrawn': Withdrawn & (Topics | Tracking | Everything);
  /** Each choice for itself: null takes it back, what is left out stays. */
  'preferences.changed': {
    readonly frequency?: { readonly max: number; readonly per: string } | null;
    readonly days?: readonly (string | number)[] | null;
    readonly hours?: { readonly from: string; readonly to: string } | null;
    readonly pausedUntil?: string | null;
    readonly language?: string | null;
    readonly muted?: readonly string[] | null;
    readonly timeZone?: string | null;
  };
  'ticket.opened': { readonly ticketId: string };
  'ticket.closed': { readonly ticketId: string };
  'flag.set': { readonly flag: string; readonly by: string };
  'flag.lifted': { readonly flag: string; readonly by: string };
  'profile.merged': { readonly from: string };
  'profile.erased': { readonly reason?: string };
};
