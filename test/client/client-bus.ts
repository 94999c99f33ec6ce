import type { OpenEvents } from '../../client/event.ts';
import { type HeedClient, type HeedClientOptions, heedClient } from '../../client/heed-client.ts';
import { type ParsedEvent, parseEnvelope } from '../../shared/events/envelope.ts';
import { REGION, type RunningGateway, runGateway } from '../local/aws/running-gateway.ts';

/** A local EventBridge with the bus `heed`, and what came over it. */
export interface ClientBus {
  readonly gateway: RunningGateway['gateway'];
  /** Where a client of another process finds it. */
  readonly settings: ReturnType<typeof busAt>;
  client(changes?: Partial<HeedClientOptions>): HeedClient<OpenEvents>;
  /** `detail-type` of each entry that arrived. */
  entries(): string[];
  /** The events in them, as heed reads them; throws where heed would refuse one. */
  events(): ParsedEvent[];
  stop(): Promise<void>;
}

function busAt(endpoint: string) {
  return { busName: 'heed', endpoint, region: REGION, credentials: { accessKeyId: 'own', secretAccessKey: 'x' } };
}

/** Everything that is put on the bus is delivered. */
export async function startClientBus(): Promise<ClientBus> {
  const everything = { bus: 'heed', name: 'all', pattern: { source: [{ exists: true }] } };
  const queue = { id: 'inputs', arn: `arn:aws:sqs:${REGION}:000000000000:inputs` };
  const run = await runGateway({ rules: [{ ...everything, targets: [queue] }] });
  const settings = busAt(run.gateway.origin);
  const envelopes = () => run.delivered.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  return {
    gateway: run.gateway,
    settings,
    client: (changes = {}) => heedClient({ ...settings, flushAfter: 5, retryAfter: 0, ...changes }),
    entries: () => envelopes().map((envelope) => String(envelope['detail-type'])),
    events: () =>
      envelopes()
        .flatMap((envelope) => parseEnvelope(envelope))
        .map((parsed) => {
          if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
          return parsed.value;
        }),
    stop: run.stop,
  };
}
