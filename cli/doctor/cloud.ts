import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import { sesClient } from '../../shared/outbound/clients.ts';
import type { ApiOptions } from '../api-options.ts';
import { apiOrigin } from '../api-origin.ts';

const local = z.object({
  api: z.string(),
  aws: z.string(),
  region: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
});

export interface DoctorsCloud {
  readonly ses: SESv2Client;
  /** The local run, whose mail never leaves this machine. */
  readonly isLocal: boolean;
}

/** SES of the deployment that is asked: that of the local run, else that of the usual AWS credentials. */
export function doctorsCloud(options: ApiOptions): DoctorsCloud {
  const origin = apiOrigin(options);
  const run = localRun(options.data);
  if (run && run.api.replace(/\/+$/, '') === origin) {
    const { accessKeyId, secretAccessKey, region, aws } = run;
    const ses = sesClient({ region, endpoint: aws, credentials: { accessKeyId, secretAccessKey } });
    return { ses, isLocal: true };
  }
  const region = options.region ?? /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com$/.exec(new URL(origin).hostname)?.[1];
  return { ses: sesClient(region === undefined ? {} : { region }), isLocal: false };
}

function localRun(folder: string): z.infer<typeof local> | null {
  try {
    return local.parse(JSON.parse(readFileSync(join(folder, 'endpoints.json'), 'utf8')));
  } catch {
    return null;
  }
}
