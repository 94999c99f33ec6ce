import { ACCOUNT_ID, REGION } from '../region.ts';
import { readTemplates, type SynthesizedStack } from './read-template.ts';
import type { Place } from './resource-kind.ts';
import { readWiring, type Wiring } from './wiring.ts';

/** Origins that stand for what AWS would give. */
export interface Origins {
  readonly aws: string;
  readonly web: string;
  readonly api: string;
}

/** The wiring of the stacks, with this run's addresses in place of AWS's. */
export function bringToLife(stacks: readonly SynthesizedStack[], origins: Origins): Wiring {
  const read = (apiOrigin: Place['apiOrigin']) => readWiring(readTemplates(stacks, placeOf(origins.aws, apiOrigin)));
  // Which HTTP API is which is known by where its routes lead; that needs a first reading, in which their addresses are still open.
  const { fronts } = read((logicalId) => `https://${logicalId}.invalid`);
  return read((logicalId) => {
    const front = fronts.find((one) => one.logicalId === logicalId);
    return front?.routes.some(({ functionId }) => functionId === 'api') ? origins.api : origins.web;
  });
}

function placeOf(awsOrigin: string, apiOrigin: Place['apiOrigin']): Place {
  return {
    region: REGION,
    accountId: ACCOUNT_ID,
    awsOrigin,
    apiOrigin,
    arnOf: (service) => `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:`,
  };
}
