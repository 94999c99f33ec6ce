import type { Problem } from '../../shared/kernel/errors.ts';

/** A planned misfortune: POST /faults. */
export interface Fault {
  /** SigV4 name: dynamodb, sqs, events, ses, kms. */
  readonly service: string;
  readonly action: string;
  readonly function?: string;
  /** So many matching calls pass first. */
  readonly after: number;
  /** Calls still to hit. */
  readonly times: number;
  readonly error?: string;
  readonly message?: string;
  readonly delayMs?: number;
  readonly dropResponse?: boolean;
  readonly kill?: boolean;
}

export interface Faults {
  /** Takes the body of POST /faults; `times: 0` removes what matches service, action and function. Problems by field for a 400. */
  add(body: unknown): { ok: true } | { ok: false; problems: readonly Problem[] };
  /** What is still planned. */
  list(): readonly Fault[];
}
