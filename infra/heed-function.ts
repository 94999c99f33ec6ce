import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FunctionName } from './bundle.ts';
import type { FunctionCode } from './function-code.ts';

/** One permission: what, on what, and why the function needs it. */
export type Grant = {
  readonly why: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

export type HeedFunctionProps = {
  readonly name: FunctionName;
  readonly prefix: string;
  readonly description: string;
  readonly code: FunctionCode;
  readonly memorySize: number;
  readonly timeout: Duration;
  readonly reservedConcurrentExecutions?: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly grants: readonly Grant[];
};

/** A Lambda of heed: Node 24 on arm64, its own log group, and a role that holds exactly the grants listed beside it. */
export class HeedFunction extends Construct {
  readonly name: FunctionName;
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: HeedFunctionProps) {
    super(scope, id);
    this.name = props.name;
    const functionName = `${props.prefix}-${props.name}`;
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      // Long enough to look into a complaint about last month's mail; ids only, so nothing to erase earlier (P-57).
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: props.code(props.name),
      handler: 'handler.handler',
      role: roleWith(this, [writeOwnLog(logGroup), ...props.grants]),
      logGroup,
      memorySize: props.memorySize,
      timeout: props.timeout,
      ...(props.reservedConcurrentExecutions === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrentExecutions }),
      environment: {
        POWERTOOLS_SERVICE_NAME: props.name,
        NODE_OPTIONS: '--enable-source-maps',
        ...props.environment,
      },
    });
    acknowledgeHouseRules(this.lambda);
  }
}

/** Instead of the managed AWSLambdaBasicExecutionRole, which may write to every log group of the account. */
function writeOwnLog(logGroup: LogGroup): Grant {
  return {
    why: 'writes its own log',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  };
}

function roleWith(scope: Construct, grants: readonly Grant[]): Role {
  const statements = grants.map(
    (grant) =>
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...grant.actions],
        resources: [...grant.resources],
        ...(grant.conditions === undefined ? {} : { conditions: { ...grant.conditions } }),
      }),
  );
  return new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { grants: new PolicyDocument({ statements, minimize: false }) },
  });
}

function acknowledgeHouseRules(lambda: LambdaFunction): void {
  Validations.of(lambda).acknowledge(
    {
      id: 'Serverless-LambdaTracing',
      reason:
        'heed tells by its own trace why a person did (not) get a mail; X-Ray would bill each event and need a grant on *.',
    },
    {
      id: 'Serverless-LambdaDLQ',
      reason:
        'Queues and the stream carry their own dead letters; HTTP callers get the error; a lost tick is mended by the next.',
    },
    {
      id: 'Serverless-LambdaAsyncFailureDestination',
      reason:
        'Only the sweep and the daily reconciliation are invoked asynchronously: their next tick does what a lost one would have done.',
    },
  );
}
