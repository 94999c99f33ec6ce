// The thread of one function: the unmodified bundle, with the environment that Lambda would give it.
import { parentPort, workerData } from 'node:worker_threads';
import { patchDate } from '../clock/patch-date.ts';
import { patchPauses } from '../clock/patch-pauses.ts';
import type { FromFunction, FunctionThreadData, ToFunction } from './thread-protocol.ts';

const { bundle, exportName, clock } = workerData as FunctionThreadData;
patchDate(clock);
patchPauses(clock);
const port = parentPort!;
const post = (message: FromFunction) => port.postMessage(message);

type Handler = (event: unknown, context: object) => unknown;

async function load(): Promise<Handler> {
  const module = (await import(bundle)) as Record<string, unknown>;
  const handler = module[exportName];
  if (typeof handler !== 'function') throw new Error(`${bundle} exports no function ${exportName}`);
  return handler as Handler;
}

function contextOf({ requestId, deadline, functionName, functionArn, memoryMb }: ToFunction): object {
  return {
    awsRequestId: requestId,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memoryMb),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    // Real time, like the timeout itself: a frozen clock must not give a handler for ever.
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - (performance.timeOrigin + performance.now()))),
  };
}

async function invoke(handler: Handler, call: ToFunction): Promise<void> {
  try {
    const answer = await handler(JSON.parse(call.event), contextOf(call));
    post({ requestId: call.requestId, answer: JSON.stringify(answer ?? null) });
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    post({
      requestId: call.requestId,
      failure: { errorType: name, errorMessage: message, stackTrace: stack?.split('\n') ?? [] },
    });
  }
}

const handler = await load();
port.on('message', (call: ToFunction) => void invoke(handler, call));
post({ loaded: true });
