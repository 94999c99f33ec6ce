import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { ApiOptions } from './api-options.ts';
import { CliError } from './verb.ts';

const endpoints = z.object({ api: z.string() });

/** Whether nobody names an API, so that the local run is asked, which publishes the folder itself whenever a file is saved. */
export function isLocalRun(
  options: Pick<ApiOptions, 'api'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  return options.api === undefined && !environment.HEED_API;
}

/** The origin of the API without a trailing slash: `--api`, else HEED_API, else that of the local run. Throws CliError 2 without one. */
export function apiOrigin(
  options: ApiOptions,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  if (options.api !== undefined) return checkedOrigin(options.api, '--api');
  if (environment.HEED_API) return checkedOrigin(environment.HEED_API, 'HEED_API');
  return localOrigin(options.data);
}

function checkedOrigin(text: string, name: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new CliError(2, `${name} takes an origin such as https://api.acme.example`);
  return text.replace(/\/+$/, '');
}

function localOrigin(dataFolder: string): string {
  const file = join(dataFolder, 'endpoints.json');
  const content = readIfThere(file);
  if (content === null) {
    throw new CliError(
      2,
      `no API to ask: ${file} is not there. Start the local run with npm start, or say --api <origin>.`,
    );
  }
  const parsed = endpoints.safeParse(content);
  if (!parsed.success) throw new CliError(2, `${file} names no api: start the local run again with npm start`);
  return checkedOrigin(parsed.data.api, file);
}

function readIfThere(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    return null;
  }
}
