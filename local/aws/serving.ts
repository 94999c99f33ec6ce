import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as realDelay } from 'node:timers/promises';
import { errorAnswer } from './answers.ts';
import { AwsError } from './aws-error.ts';
import { type Answer, type Call, readCall } from './call.ts';
import type { CostMeter } from './costs.ts';
import { catalogError } from './error-catalog.ts';
import type { Faults } from './faults.ts';
import type { Gatekeeper } from './gatekeeper.ts';
import { meter, meteredBody, WRITES } from './metering.ts';
import { tablesNamed } from './partition-keys.ts';
import type { PolicyStatement } from './roles.ts';
import type { Performed, Services } from './services.ts';
import type { Tally } from './tally.ts';

interface ServingOptions {
  readonly roles: ReadonlyMap<string, readonly PolicyStatement[]>;
  readonly internalAccessKeyId?: string;
  readonly onKill: (functionId: string) => void;
  readonly onWritten: (tables: readonly string[]) => void;
  readonly delay?: (ms: number) => Promise<void>;
  readonly log: (line: string) => void;
  readonly costs: CostMeter;
  readonly faults: Faults;
  readonly gatekeeper: Gatekeeper;
  readonly services: Services;
  readonly tally: Tally;
}

/** The way of every request: read, role, fault, service, bill, answer. What IAM refuses uses up no fault and costs nothing. */
export function createServing(options: ServingOptions): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const served = serve(options, request, response).catch((error: unknown) => {
      options.log(`${request.method} ${request.url} failed: ${error instanceof Error ? error.stack : String(error)}`);
      response.destroy();
    });
    // Somebody's long poll is no work under way.
    if (request.headers['x-amz-target'] !== 'AmazonSQS.ReceiveMessage') void options.tally.track(served);
  };
}

async function serve(options: ServingOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const call = await readCall(request);
  if (!call) return send(response, unknownOperation(request));
  const performed = await judge(options, call);
  if (performed === 'cut') {
    response.destroy();
    return;
  }
  if (performed.dropResponse) response.destroy();
  else await send(response, performed.answer);
  await performed.afterwards?.();
}

type Judged = (Performed & { readonly dropResponse?: boolean }) | 'cut';

async function judge(options: ServingOptions, call: Call): Promise<Judged> {
  try {
    if (call.caller !== '' && call.caller === options.internalAccessKeyId)
      return await options.services.perform(call, call.body);
    await options.gatekeeper.check(call);
    return await meetFault(options, call);
  } catch (error) {
    return { answer: errorAnswer(call.service, asAwsError(options, call, error)) };
  }
}

async function meetFault(options: ServingOptions, call: Call): Promise<Judged> {
  const worker = options.roles.has(call.caller) ? call.caller : null;
  const fault = options.faults.next(call, worker);
  if (fault?.error) throw catalogError(call.service, fault.error, fault.message);
  if (fault?.kill) {
    options.onKill(call.caller);
    return 'cut';
  }
  if (fault?.delayMs) await (options.delay ?? realDelay)(fault.delayMs);
  const performed = await performBilled(options, call, worker !== null);
  return fault?.dropResponse ? { ...performed, dropResponse: true } : performed;
}

/** Functions' calls are billed, and events of the company whoever puts them; looking in from outside is not the product's cost. */
async function performBilled(options: ServingOptions, call: Call, byWorker: boolean): Promise<Performed> {
  const performed = await options.services.perform(call, byWorker ? meteredBody(call) : call.body);
  if (byWorker || call.action === 'PutEvents') meter(options.costs, call, performed.answer);
  if (call.service === 'dynamodb' && WRITES.has(call.action)) options.onWritten(tablesNamed(call.input()));
  return performed;
}

function asAwsError(options: ServingOptions, call: Call, error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  options.log(`${call.service}:${call.action} failed: ${error instanceof Error ? error.stack : String(error)}`);
  return new AwsError('InternalFailure', 500, error instanceof Error ? error.message : String(error));
}

function unknownOperation(request: IncomingMessage): Answer {
  const operation = request.headers['x-amz-target'] ?? `${request.method} ${request.url}`;
  const error = new AwsError('UnknownOperationException', 404, `The local run serves no ${String(operation)}.`);
  return errorAnswer('events', error);
}

function send(response: ServerResponse, answer: Answer): Promise<void> {
  // The caller went away meanwhile (a killed worker): what it would have been told is told to nobody, and `close` comes no more.
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    response.once('close', resolve);
    response.once('finish', resolve);
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
}
