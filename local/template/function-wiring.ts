import { flag, number, object, text, texts } from './properties.ts';
import type { Resource } from './read-template.ts';
import type { FrontWiring, FunctionWiring, MappingWiring } from './wiring.ts';

/** The function that a name, an ARN or an integration URI means; throws when there is none. */
export function functionBehind(target: string, functions: readonly FunctionWiring[]): FunctionWiring {
  const found = functions.find(
    ({ arn, functionName }) => target === functionName || target === arn || target.includes(`${arn}/`),
  );
  if (!found) throw new Error(`there is no function ${target}`);
  return found;
}

/** Every enabled event source mapping. */
export function readMappings(resources: readonly Resource[], functions: readonly FunctionWiring[]): MappingWiring[] {
  return resources
    .filter(({ type, properties }) => type === 'AWS::Lambda::EventSourceMapping' && properties.Enabled !== false)
    .map(({ properties }) => {
      const arn = text(properties.EventSourceArn);
      if (properties.FilterCriteria !== undefined)
        throw new Error(`the local run does not know FilterCriteria (${arn})`);
      const retries = number(properties.MaximumRetryAttempts, -1);
      return {
        functionId: functionBehind(text(properties.FunctionName), functions).id,
        source: sourceOf(arn),
        batchSize: number(properties.BatchSize, arn.includes(':sqs:') ? 10 : 100),
        reportsItemFailures: texts(properties.FunctionResponseTypes).includes('ReportBatchItemFailures'),
        maxConcurrency: number(object(properties.ScalingConfig).MaximumConcurrency, 0) || null,
        parallelization: number(properties.ParallelizationFactor, 1),
        bisects: flag(properties.BisectBatchOnFunctionError),
        retries: retries < 0 ? null : retries,
      };
    });
}

function sourceOf(arn: string): MappingWiring['source'] {
  const [, , service, , , resource = ''] = arn.split(':');
  if (service === 'sqs') return { queue: resource, arn };
  const table = /^table\/([^/]+)\/stream\//.exec(resource)?.[1];
  if (service === 'dynamodb' && table) return { table, arn };
  throw new Error(`the local run has no event source of the kind ${arn}`);
}

/** The HTTP APIs with their routes, each led to its function. */
export function readFronts(resources: readonly Resource[], functions: readonly FunctionWiring[]): FrontWiring[] {
  const integrations = new Map(
    resources
      .filter(({ type }) => type === 'AWS::ApiGatewayV2::Integration')
      .map(({ ref, properties }) => [ref, functionBehind(text(properties.IntegrationUri), functions).id] as const),
  );
  return resources
    .filter(({ type }) => type === 'AWS::ApiGatewayV2::Api')
    .map(({ logicalId, ref }) => ({
      logicalId,
      routes: resources
        .filter(({ type, properties }) => type === 'AWS::ApiGatewayV2::Route' && properties.ApiId === ref)
        .map(({ logicalId: route, properties }) => {
          const functionId = integrations.get(text(properties.Target).replace(/^integrations\//, ''));
          if (!functionId) throw new Error(`route ${route} leads to no function`);
          return { key: text(properties.RouteKey), functionId };
        }),
    }));
}
