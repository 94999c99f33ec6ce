/** Counts what AWS would bill, at list price (us-east-1, USD, November 2026): GET /costs. */
export interface CostMeter {
  /** Adds `n` units that the gateway does not see itself: `add('sqs', 'requests', 1)`. Throws on a unit that has no price. */
  add(service: CostService, unit: string, n: number): void;
  /** Adds one Lambda invocation: billed duration in ms, memory in MB. */
  addInvocation(durationMs: number, memoryMb: number): void;
  report(): CostReport;
  reset(): void;
}

type CostService = keyof typeof PRICES;

export interface CostReport {
  /** US dollars of all rows. */
  readonly total: number;
  readonly rows: readonly CostRow[];
}

interface CostRow {
  readonly service: CostService;
  readonly unit: string;
  readonly quantity: number;
  /** US dollars a unit. */
  readonly price: number;
  readonly usd: number;
}

const MILLION = 1_000_000;

/** US dollars a unit. Lambda is arm64; `calls` are counted beside what is billed and cost nothing themselves. */
const PRICES = {
  dynamodb: { 'write-units': 0.625 / MILLION, 'read-units': 0.125 / MILLION, calls: 0 },
  sqs: { requests: 0.4 / MILLION, calls: 0 },
  events: { 'custom-event-chunks': 1 / MILLION, calls: 0 },
  ses: { mails: 0.1 / 1_000, calls: 0 },
  kms: { requests: 0.03 / 10_000, calls: 0 },
  lambda: { requests: 0.2 / MILLION, 'gb-seconds': 0.0000133334 },
  'http-api': { requests: 1 / MILLION },
  scheduler: { invocations: 1 / MILLION },
  logs: { gigabytes: 0.5 },
} as const satisfies Record<string, Record<string, number>>;

/** A meter at zero; one a run. */
export function createCostMeter(): CostMeter {
  const quantities = new Map<string, number>();
  const add = (service: CostService, unit: string, n: number): void => {
    priceOf(service, unit);
    const key = `${service} ${unit}`;
    quantities.set(key, (quantities.get(key) ?? 0) + n);
  };
  return {
    add,
    addInvocation(durationMs, memoryMb) {
      add('lambda', 'requests', 1);
      add('lambda', 'gb-seconds', (durationMs / 1_000) * (memoryMb / 1_024));
    },
    report() {
      const rows = [...quantities].sort(([a], [b]) => a.localeCompare(b)).map(([key, quantity]) => row(key, quantity));
      return { total: rows.reduce((sum, { usd }) => sum + usd, 0), rows };
    },
    reset: () => quantities.clear(),
  };
}

function row(key: string, quantity: number): CostRow {
  const [service, unit] = key.split(' ') as [CostService, string];
  const price = priceOf(service, unit);
  return { service, unit, quantity, price, usd: quantity * price };
}

function priceOf(service: CostService, unit: string): number {
  const price = (PRICES[service] as Readonly<Record<string, number>>)[unit];
  if (price === undefined) throw new Error(`${service} ${unit} has no price`);
  return price;
}
