import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from 'fauxqs';
import type { EventTarget } from '../../../local/aws/eventbridge.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../../../local/aws/gateway.ts';
import type { Mail } from '../../../local/aws/inbox-mail.ts';
import type { PolicyStatement } from '../../../local/aws/roles.ts';
import { startDynamodb } from '../../../local/engines/dynoxide.ts';

export const REGION = 'eu-central-1';

/** A gateway in front of engines, and what came out of it. */
export interface RunningGateway {
  readonly gateway: Gateway;
  readonly mails: Mail[];
  readonly delivered: { target: EventTarget; body: string }[];
  readonly killed: string[];
  readonly roles: Map<string, readonly PolicyStatement[]>;
  /** Client settings that speak to the gateway once, as `key` (default: the endpoints' own). */
  as(key?: string): {
    endpoint: string;
    region: string;
    maxAttempts: 1;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  stop(): Promise<void>;
}

/** Starts a gateway; engines only where asked for, since most tests need none. */
export async function runGateway(
  options: Partial<GatewayOptions> = {},
  engines: { dynamodb?: boolean; sqs?: boolean } = {},
): Promise<RunningGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'heed-gateway-'));
  const dynamodb = engines.dynamodb ? await startDynamodb(folder, REGION) : null;
  const sqs = engines.sqs ? buildApp({ logger: false, defaultRegion: REGION }) : null;
  await sqs?.listen({ host: '127.0.0.1', port: 0 });
  const [mails, delivered, killed, roles] = [[], [], [], new Map()] as [
    Mail[],
    RunningGateway['delivered'],
    string[],
    RunningGateway['roles'],
  ];
  const gateway = await startGateway({
    port: 0,
    region: REGION,
    dynamodbUrl: dynamodb?.origin ?? 'http://127.0.0.1:1',
    sqsUrl: sqs ? `http://127.0.0.1:${(sqs.server.address() as AddressInfo).port}` : 'http://127.0.0.1:1',
    roles,
    buses: ['heed'],
    rules: [],
    configurationSets: new Map(),
    kms: { secret: 'a secret of this test', keys: [{ id: 'mac-key', aliases: ['alias/heed'] }] },
    deliver: async (target, body) => void delivered.push({ target, body }),
    onMail: (mail) => mails.push(mail),
    onKill: (id) => killed.push(id),
    ...options,
  });
  return {
    gateway,
    mails,
    delivered,
    killed,
    roles,
    as: (key = 'own') => ({
      endpoint: gateway.origin,
      region: REGION,
      maxAttempts: 1,
      credentials: { accessKeyId: key, secretAccessKey: 'x' },
    }),
    async stop() {
      await gateway.stop();
      await sqs?.close();
      await dynamodb?.stop();
      await rm(folder, { recursive: true });
    },
  };
}
