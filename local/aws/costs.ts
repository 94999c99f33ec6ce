/** Counts what AWS would bill, by list price: GET /costs. */
export interface CostMeter {
  /** Adds `n` units that the gateway does not see itself: `add('lambda', 'requests', 1)`, `add('sqs', 'requests', 1)`. */
  add(service: CostService, unit: string, n: number): void;
  /** Adds one Lambda invocation: duration in ms (billed as given), memory in MB. */
  addInvocation(durationMs: number, memoryMb: number): void;
  report(): CostReport;
  reset(): void;
}

export type CostService = 'dynamodb' | 'sqs' | 'events' | 'ses' | 'kms' | 'lambda' | 'http-api' | 'scheduler';

export interface CostReport {
  /** US dollars of all rows. */
  readonly total: number;
  readonly rows: readonly CostRow[];
}

export interface CostRow {
  readonly service: CostService;
  readonly unit: string;
  readonly quantity: number;
  /** US dollars a unit. */
  readonly price: number;
  readonly usd: number;
}
