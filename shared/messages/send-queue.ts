/** The queues of messages to send; payloads carry ids, never decisions (P-12). */
export interface SendOrder {
  readonly profileId: string;
  readonly messageId: string;
}

export interface SendQueue {
  /** `delay` in seconds, at most 900. Opt-in and transactional mail takes the priority queue. */
  enqueue(
    orders: readonly SendOrder[],
    options: { readonly priority: boolean; readonly delay?: number },
  ): Promise<void>;
}
