import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CostMeter } from '../aws/costs.ts';
import type { FunctionWiring } from '../template/wiring.ts';
import { type FunctionHost, functionHost } from './function-host.ts';

interface HostsOptions {
  readonly functions: readonly FunctionWiring[];
  /** Folder of the bundles: `<folder>/<id>/handler.mjs`. */
  readonly bundles: string;
  readonly logs: string;
  readonly awsOrigin: string;
  readonly region: string;
  readonly clock: SharedArrayBuffer;
  readonly costs: CostMeter;
  readonly say: (line: string) => void;
}

/** A host for each function of the template. */
export function functionHosts(options: HostsOptions): Map<string, FunctionHost> {
  return new Map(options.functions.map((wiring) => [wiring.id, hostOf(wiring, options)]));
}

function hostOf(wiring: FunctionWiring, options: HostsOptions): FunctionHost {
  const [file] = wiring.handler.split('.');
  return functionHost({
    wiring,
    env: environmentOf(wiring, options),
    bundle: pathToFileURL(join(options.bundles, wiring.id, `${file}.mjs`)).href,
    clock: options.clock,
    logFile: join(options.logs, `${wiring.id}.log`),
    onInvoked: (durationMs) => options.costs.addInvocation(durationMs, wiring.memoryMb),
    onLogged: (bytes) => options.costs.add('logs', 'gigabytes', bytes / 1e9),
    onFailure: ({ errorType, errorMessage }) => options.say(`${wiring.id} failed: ${errorType}: ${errorMessage}`),
  });
}

/** The template's variables, what Lambda itself sets, and the SDK's own words for where AWS is. Nothing tells the handler that it runs here. */
function environmentOf(wiring: FunctionWiring, { awsOrigin, region }: HostsOptions): Record<string, string> {
  return {
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    AWS_LAMBDA_FUNCTION_NAME: wiring.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(wiring.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${wiring.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    ...wiring.environment,
    AWS_ENDPOINT_URL: awsOrigin,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // The gateway knows the caller by it and checks its role.
    AWS_ACCESS_KEY_ID: wiring.id,
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}
