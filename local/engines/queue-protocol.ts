/** What the queue engine's thread and the runner say to each other. */
export interface QueueDefinition {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  /** As SQS's SetQueueAttributes takes them: texts. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A received message, as the ReceiveMessage API answers it with all attributes. */
export interface QueueMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly Attributes: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<
    Record<string, { readonly DataType: string; readonly StringValue?: string; readonly BinaryValue?: string }>
  >;
}

export interface QueueState {
  readonly name: string;
  readonly ready: number;
  readonly delayed: number;
  readonly invisible: number;
  /** When the next delayed or invisible message becomes visible; ms, null when there is none. */
  readonly nextAt: number | null;
}

export type QueueCall =
  | { readonly do: 'define'; readonly queues: readonly QueueDefinition[] }
  | { readonly do: 'send'; readonly queue: string; readonly body: string }
  | { readonly do: 'receive'; readonly queue: string; readonly max: number }
  | { readonly do: 'remove'; readonly queue: string; readonly handles: readonly string[] }
  | { readonly do: 'states' }
  | { readonly do: 'tick' }
  | { readonly do: 'close' };

export type ToThread = { readonly id: number; readonly call: QueueCall };
export type FromThread =
  | { readonly started: string }
  | { readonly ready: string }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string };
