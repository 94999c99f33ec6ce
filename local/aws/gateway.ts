import type { Problem } from '../../shared/kernel/errors.ts';
import type { CostMeter } from './costs.ts';
import type { Deliver, EventRule } from './eventbridge.ts';
import type { Faults } from './faults.ts';
import type { Feedback, Mail, SesEventType } from './inbox-mail.ts';
import type { Denial, PolicyStatement } from './roles.ts';

/** What the gateway is made of. Maps and arrays are read at every call, so the runner may fill them after the start. */
export interface GatewayOptions {
  /** Port on 127.0.0.1; 0 picks. */
  readonly port: number;
  readonly region: string;
  /** Origin of Dynoxide (DynamoDB and Streams), no trailing slash. */
  readonly dynamodbUrl: string;
  /** Origin of fauxqs, no trailing slash. */
  readonly sqsUrl: string;
  /** Function id (the access key id that its worker signs with) -> its role. Any other key is not checked. */
  readonly roles: ReadonlyMap<string, readonly PolicyStatement[]>;
  /** The runner's own key: calls with it are neither checked, metered nor faulted. */
  readonly internalAccessKeyId?: string;
  /** Names of custom buses; `default` always exists. */
  readonly buses: readonly string[];
  readonly rules: readonly EventRule[];
  /** Configuration set -> event types that its EventBridge destination publishes (empty: none). */
  readonly configurationSets: ReadonlyMap<string, readonly SesEventType[]>;
  /** KMS HMAC keys: `id` as `Ref` gives it, aliases with `alias/`. `secret` (any bytes, kept by the runner) makes MACs survive a restart. */
  readonly kms: { readonly secret: string; readonly keys: readonly { readonly id: string; readonly aliases?: readonly string[] }[] };
  /** SES account suppression list at the start, and where to keep it. */
  readonly suppressed?: readonly SuppressedDestination[];
  readonly onSuppressionChange?: (list: readonly SuppressedDestination[]) => void;
  readonly deliver: Deliver;
  /** Called for every accepted mail, before SendEmail is answered. */
  readonly onMail: (mail: Mail) => void;
  /** A `kill` fault met a call of this function: end its worker. The call is not performed. */
  readonly onKill: (functionId: string) => void;
  /** How a fault's `delayMs` passes; default real time. */
  readonly delay?: (ms: number) => Promise<void>;
  /** One line on what the gateway cannot say in an answer (a failed delivery). */
  readonly log?: (line: string) => void;
}

export interface SuppressedDestination {
  readonly emailAddress: string;
  readonly reason: 'BOUNCE' | 'COMPLAINT';
  /** ISO instant. */
  readonly lastUpdateTime: string;
}

/** The one port that serves every AWS API of a local run. */
export interface Gateway {
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  readonly costs: CostMeter;
  readonly faults: Faults;
  /** Calls refused by roles, oldest first: GET /denied. */
  readonly denied: readonly Denial[];
  /** Calls and deliveries still under way; 0 when quiet. */
  inFlight(): number;
  /**
   * Publishes feedback about a mail as SES would (default bus, permission.md 1.4); resolves when rules have delivered.
   * Gives false where SES publishes nothing: no configuration set, event type not in its destination, tracking off.
   */
  publishFeedback(mail: Mail, feedback: Feedback): Promise<boolean>;
  /** Reads a feedback call's JSON body; problems by field for a 400. */
  parseFeedback(body: unknown): { ok: true; feedback: Feedback } | { ok: false; problems: readonly Problem[] };
  /** Refuses new calls, waits for those under way, closes keep-alive connections. */
  stop(): Promise<void>;
}

/** Starts the gateway; resolves when it listens. */
export async function startGateway(_options: GatewayOptions): Promise<Gateway> {
  throw new Error('not built yet');
}
