import type { Command } from 'commander';

/** How to reach an API, as the command line says it. */
export interface ApiOptions {
  readonly api?: string;
  readonly data: string;
  readonly region?: string;
  readonly json: boolean;
}

/** Options of every verb that asks an API. */
export function withApiOptions(command: Command): Command {
  return command
    .option(
      '--api <origin>',
      'the API to ask, such as https://abc.execute-api.eu-central-1.amazonaws.com (else HEED_API, else the local run)',
    )
    .option('--data <dir>', 'data folder of the local run, where its endpoints.json is', '.local')
    .option('--region <region>', "region for signing (else from the API's host name, else AWS_REGION)")
    .option('--json', 'print JSON', false);
}
