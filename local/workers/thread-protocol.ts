/** What a function's thread is started with. */
export interface FunctionThreadData {
  /** URL of the bundle. */
  readonly bundle: string;
  readonly exportName: string;
  readonly clock: SharedArrayBuffer;
}

/** One invocation; `event` is JSON, as it is on its way to Lambda. */
export interface ToFunction {
  readonly requestId: string;
  readonly event: string;
  /** Real moment of the timeout, ms since the epoch of the machine. */
  readonly deadline: number;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
}

/** Lambda's shape of a function error. */
export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stackTrace: readonly string[];
}

export type FromFunction =
  | { readonly loaded: true }
  | { readonly requestId: string; readonly answer: string }
  | { readonly requestId: string; readonly failure: FunctionFailure };
