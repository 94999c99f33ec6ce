import { freePort, type LoopbackServer, listenOnLoopback } from './fronts/loopback.ts';

/** The run's four addresses; three listen already, AWS's port is the gateway's to open. */
export interface Ports {
  readonly home: LoopbackServer;
  readonly web: LoopbackServer;
  readonly api: LoopbackServer;
  readonly aws: number;
}

/** Opens home at `port`, web and api at +2 and +3; 0 picks free ones. Throws with a plain sentence when one is taken. */
export async function openPorts(port: number): Promise<Ports> {
  const at = (offset: number) => (port === 0 ? 0 : port + offset);
  const home = await listenOnLoopback(at(0), 'home');
  const aws = port === 0 ? await freePort() : await checked(at(1));
  const web = await listenOnLoopback(at(2), 'web');
  const api = await listenOnLoopback(at(3), 'api');
  return { home, aws, web, api };
}

/** The gateway opens this port later; whether it is taken is said now, before engines start. */
async function checked(port: number): Promise<number> {
  const server = await listenOnLoopback(port, 'aws');
  await server.stop();
  return port;
}
