import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Problem } from '../../shared/kernel/errors.ts';
import { type CostMeter, createCostMeter } from './costs.ts';
import { createBuses, type Deliver, type EventRule, type NewEvent } from './eventbridge.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGatekeeper } from './gatekeeper.ts';
import type { Feedback, Mail, SesEventType } from './inbox-mail.ts';
import type { KmsOptions } from './kms.ts';
import { chunks } from './metering.ts';
import type { Denial, PolicyStatement } from './roles.ts';
import { createServices } from './services.ts';
import { createServing } from './serving.ts';
import { createSes } from './ses.ts';
import { parseFeedback } from './ses-feedback.ts';
import { createSuppressionList, type SuppressedDestination } from './suppression-list.ts';
import { createTally } from './tally.ts';

export type { SuppressedDestination } from './suppression-list.ts';

/** What the gateway is made of. Maps and arrays are read at every call, so the runner may fill them after the start. */
export interface GatewayOptions {
  /** Port on 127.0.0.1; 0 picks. */
  readonly port: number;
  readonly region: string;
  /** Origin of the DynamoDB engine (Streams too), no trailing slash. */
  readonly dynamodbUrl: string;
  /** Origin of the queue engine, no trailing slash. Queue URLs are the gateway's: `<origin>/000000000000/NAME`. */
  readonly sqsUrl: string;
  /** Function id (the access key id that its worker signs with) -> its role. Calls with any other key are not checked. */
  readonly roles: ReadonlyMap<string, readonly PolicyStatement[]>;
  /** The runner's own key: calls with it are neither checked, metered nor faulted. */
  readonly internalAccessKeyId?: string;
  /** Names of custom buses; `default` always exists. */
  readonly buses: readonly string[];
  readonly rules: readonly EventRule[];
  /** Configuration set -> event types that its EventBridge destination publishes (empty: none). */
  readonly configurationSets: ReadonlyMap<string, readonly SesEventType[]>;
  readonly kms: KmsOptions;
  /** SES's account suppression list at the start; `onSuppressionChange` gets it whole after each change, to keep it. */
  readonly suppressed?: readonly SuppressedDestination[];
  readonly onSuppressionChange?: (list: readonly SuppressedDestination[]) => void;
  readonly deliver: Deliver;
  /** Called for every accepted mail, before SendEmail is answered. */
  readonly onMail: (mail: Mail) => void;
  /** A `kill` fault met a call of this function: end its worker. The call is not performed. */
  readonly onKill: (functionId: string) => void;
  /** Called with the tables of every DynamoDB write, before it is answered: their streams may have new records. */
  readonly onWritten?: (tables: readonly string[]) => void;
  /** How a fault's `delayMs` passes; default real time. */
  readonly delay?: (ms: number) => Promise<void>;
  /** One line on what the gateway cannot say in an answer (a failed delivery, a bug). */
  readonly log?: (line: string) => void;
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
  /** Calls, deliveries and simulated feedback still under way; 0 when quiet. */
  inFlight(): number;
  /** Puts an event on a bus as an AWS service does (unmetered); resolves with its id when rules have delivered. */
  publish(bus: string, event: NewEvent): Promise<string>;
  /**
   * Publishes feedback about a mail as SES would (default bus, permission.md 1.4); resolves when rules have delivered.
   * Gives false where SES publishes nothing: no configuration set, event type not in its destination, tracking off.
   */
  publishFeedback(mail: Mail, feedback: Feedback): Promise<boolean>;
  /** Reads the JSON body of POST /inbox/{id}/feedback; problems by field for a 400. */
  parseFeedback(body: unknown): { ok: true; feedback: Feedback } | { ok: false; problems: readonly Problem[] };
  /** Waits for calls under way, refuses new ones, closes connections. */
  stop(): Promise<void>;
}

/** Starts the gateway; resolves when it listens. Throws when a rule has no valid pattern. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const log = options.log ?? (() => undefined);
  const costs = createCostMeter();
  const faults = createFaults(() => [...options.roles.keys()]);
  const gatekeeper = createGatekeeper(options);
  const buses = createBuses({
    ...options,
    log,
    // EventBridge sends to a queue with an ordinary request, which SQS bills.
    onDelivered: (target, bytes) => target.arn.includes(':sqs:') && costs.add('sqs', 'requests', chunks(bytes)),
  });
  const suppression = createSuppressionList(options.suppressed ?? [], options.onSuppressionChange ?? (() => undefined));
  const ses = createSes({ ...options, buses, suppression });
  const services = createServices({ ...options, buses, ses });
  const tally = createTally();
  const onWritten = options.onWritten ?? (() => undefined);
  const serve = createServing({ ...options, onWritten, costs, faults, gatekeeper, services, tally, log });
  const server = await listen(options.port, serve);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    costs,
    faults,
    denied: gatekeeper.denied,
    inFlight: () => tally.underWay(),
    publish: (bus, event) => tally.track(buses.publish(bus, event)),
    publishFeedback: (mail, feedback) => tally.track(ses.publishFeedback(mail, feedback)),
    parseFeedback,
    async stop() {
      server.close();
      await tally.settled();
      server.closeAllConnections();
      services.close();
    },
  };
}

/** Connections stay open however long they idle: a reset would be an ambiguous failure to a client that must not retry. */
async function listen(port: number, serve: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer({ keepAliveTimeout: 0 }, serve);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
