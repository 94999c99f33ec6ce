/** One accepted mail, the shape of `/inbox.json`; everything feedback needs is in it, so it may come back from disk. */
export interface Mail {
  /** SES's MessageId. */
  readonly id: string;
  /** ISO instant of acceptance on the run's clock. */
  readonly at: string;
  /** As given: `Acme <news@news.acme.example>`. */
  readonly from: string;
  /** Bare addresses. */
  readonly to: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  /** Empty where the mail has no such part. */
  readonly html: string;
  readonly text: string;
  /** Name to value, as given to SES. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet: string | null;
  /** Decoded from the tag `profileId`; null for a mail without it. */
  readonly profileId: string | null;
  /** False when the call's `ConfigurationOverrides.Tracking` disabled it: SES then publishes no opens or clicks. */
  readonly tracking: { readonly opens: boolean; readonly clicks: boolean };
}

/** `EventType` of a configuration set's event destination, as CloudFormation's `MatchingEventTypes` writes it. */
export type SesEventType =
  | 'send'
  | 'reject'
  | 'bounce'
  | 'complaint'
  | 'delivery'
  | 'open'
  | 'click'
  | 'renderingFailure'
  | 'deliveryDelay'
  | 'subscription';

/** What a feedback call says happened to a mail; all but `type` has a default. */
export interface Feedback {
  readonly type: FeedbackType;
  /** ISO instant; default now. */
  readonly timestamp?: string;
  readonly bounceType?: string;
  readonly bounceSubType?: string;
  readonly complaintFeedbackType?: string;
  readonly complaintSubType?: string;
  readonly delayType?: string;
  readonly userAgent?: string;
  readonly ipAddress?: string;
  readonly link?: string;
}

export type FeedbackType =
  | 'send'
  | 'delivery'
  | 'bounce'
  | 'complaint'
  | 'reject'
  | 'open'
  | 'click'
  | 'rendering-failure'
  | 'delivery-delay';
