import { REGION } from './region.ts';
import type { Wiring } from './template/wiring.ts';

export type RunOrigins = Readonly<Record<'home' | 'aws' | 'web' | 'api', string>>;

/** What `endpoints.json` tells: where everything answers, and how to reach it with an AWS SDK. */
export interface Endpoints extends RunOrigins {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly busName: string;
  readonly peopleTable: string;
  readonly recordsTable: string;
}

export function endpointsOf(wiring: Wiring, { home, aws, web, api }: RunOrigins): Endpoints {
  const [bus] = wiring.buses;
  // The one with a stream holds people.
  const people = wiring.tables.find(({ definition }) => definition.StreamSpecification !== undefined);
  const records = wiring.tables.find((table) => table !== people);
  if (!bus || !people || !records) throw new Error('the template lacks the bus, the people table or the records table');
  // Calls with these keys are the laptop owner's own: no role limits them.
  const keys = { region: REGION, accessKeyId: 'local', secretAccessKey: 'local' };
  return { home, aws, web, api, ...keys, busName: bus, peopleTable: people.name, recordsTable: records.name };
}

/** What a start prints at its end. */
export function readyLines({ home, aws, web, api }: RunOrigins, timing: string): string[] {
  const times = process.env.HEED_PHASES ? [timing] : [];
  return [
    '',
    `  heed runs    ${home}`,
    `  AWS          ${aws}`,
    `  pages        ${web}/subscribe`,
    `  API          ${api}/api`,
    '',
    ...times,
    'Ctrl-C stops it; the data stays.',
  ];
}
