import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { apiFunction } from './functions/api-function.ts';
import { decideFunction } from './functions/decide-function.ts';
import { jobsFunction } from './functions/jobs-function.ts';
import { reconcileFunction } from './functions/reconcile-function.ts';
import { type Relay, relayFunction } from './functions/relay-function.ts';
import { sendFunction } from './functions/send-function.ts';
import { sweepFunction } from './functions/sweep-function.ts';
import { webFunction } from './functions/web-function.ts';
import type { HeedFunction } from './heed-function.ts';
import type { Resources } from './resources.ts';

/** The eight functions, each with its grants and what invokes it. */
export class HeedFunctions extends Construct {
  readonly decide: HeedFunction;
  readonly relay: Relay;
  readonly send: HeedFunction;
  readonly sweep: HeedFunction;
  readonly jobs: HeedFunction;
  readonly reconcile: HeedFunction;
  readonly web: HeedFunction;
  readonly api: HeedFunction;

  constructor(scope: Construct, id: string, to: Resources, relayFailures: IBucket) {
    super(scope, id);
    this.decide = decideFunction(this, to);
    this.relay = relayFunction(this, to, relayFailures);
    this.send = sendFunction(this, to);
    this.sweep = sweepFunction(this, to);
    this.jobs = jobsFunction(this, to);
    this.reconcile = reconcileFunction(this, to);
    this.web = webFunction(this, to);
    this.api = apiFunction(this, to);
  }
}
