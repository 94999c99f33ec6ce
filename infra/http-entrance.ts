import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  type HttpStage,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { HeedFunction } from './heed-function.ts';

export type HttpEntranceProps = {
  readonly apiName: string;
  readonly description: string;
  /** Requests a second, and how many may come at once. */
  readonly throttle: { readonly rate: number; readonly burst: number };
};

/**
 * What is logged of a request: the route, never the path, because the path holds the token; no address of the caller,
 * no user agent (P-57).
 */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  integrationStatus: '$context.integrationStatus',
};

/** An HTTP API with throttling and an access log without personal data. */
export class HttpEntrance extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly accessLog: LogGroup;

  constructor(scope: Construct, id: string, props: HttpEntranceProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: props.apiName,
      description: props.description,
      createDefaultStage: false,
    });
    this.accessLog = new LogGroup(this, 'AccessLog', {
      // Vended logs: under this name the delivery does not fill up the resource policy of the region.
      logGroupName: `/aws/vendedlogs/apigateway/${props.apiName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stage = this.api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: props.throttle.rate, burstLimit: props.throttle.burst },
    });
    const definition = this.stage.node.defaultChild as CfnStage;
    definition.accessLogSettings = { destinationArn: this.accessLog.logGroupArn, format: JSON.stringify(ACCESS_LOG) };
  }

  /**
   * Hands every method of the paths to the function: it knows which of them change something, and answers the others
   * (HEAD, OPTIONS: P-08) harmlessly. A list of methods here would be the same rule written twice.
   */
  route(
    paths: readonly string[],
    target: HeedFunction,
    authorizer: IHttpRouteAuthorizer = new HttpNoneAuthorizer(),
  ): void {
    const integration = new HttpLambdaIntegration('Integration', target.lambda, { scopePermissionToRoute: false });
    for (const path of paths) this.api.addRoutes({ path, methods: [HttpMethod.ANY], integration, authorizer });
  }
}
