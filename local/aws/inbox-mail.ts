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

/** What the inbox's feedback call says happened; all but `type` has defaults. */
export interface Feedback {
  readonly type: 'send' | 'delivery' | 'bounce' | 'complaint' | 'open' | 'click' | 'reject' | 'delivery-delay' | 'rendering-failure';
  readonly bounceType?: string;
  readonly bounceSubType?: string;
  readonly complaintFeedbackType?: string;
  readonly complaintSubType?: string;
  readonly delayType?: string;
  readonly userAgent?: string;
  readonly ipAddress?: string;
  readonly link?: string;
}
