import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Problem } from '../../shared/kernel/errors.ts';
import { BadRequestError } from './bad-request.ts';
import { tellFailure, withoutWords } from './failures.ts';
import { type Answer, gatewayAnswer, type HttpAnswer, type HttpRequest, requestOf } from './http-message.ts';
import { logger, withLogger } from './logger.ts';
import { problemAnswer } from './problem-details.ts';

/** What went wrong before or below a route, for the house to put into its own words. */
export type Fault =
  | { readonly status: 400; readonly problems: readonly Problem[] }
  | { readonly status: 404 | 405 | 503; readonly problems?: undefined };

export interface HttpHouse {
  /** The answer to a fault: a page, problem details, or either by what the caller speaks. */
  readonly fault: (request: HttpRequest, fault: Fault) => HttpAnswer;
  /** Headers of every answer; a route's own win. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A house that speaks JSON only. */
export const jsonHouse: HttpHouse = {
  fault: (_, fault) => problemAnswer(fault.status, fault.problems),
  headers: { 'cache-control': 'no-store' },
};

export type GatewayHandler = (
  event: APIGatewayProxyEventV2,
  context: unknown,
) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The one place where errors become answers. Whatever else is thrown is 503, not 500: nothing is known to be wrong with
 * the request, and mailbox providers try a one-click unsubscribe again after a 503 (P-05).
 */
function faultOf(error: unknown, request: HttpRequest): Fault {
  if (error instanceof BadRequestError) return { status: 400, problems: error.problems };
  tellFailure('a request failed', { method: request.method }, error);
  return { status: 503 };
}

/** ms before the function's own timeout: then it answers 503 itself, because the gateway would say 500. */
const RESERVED = 300;

async function answered(answer: Answer, house: HttpHouse, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await answer(request);
  } catch (error) {
    return house.fault(request, faultOf(error, request));
  }
}

/**
 * A Lambda behind an HTTP API (payload format 2.0): decodes the request, asks `answer`, turns what it throws into the
 * house's words, adds the house's headers. HEAD gets what GET gets, without a body.
 */
export function httpHandler(answer: Answer, house: HttpHouse = jsonHouse): GatewayHandler {
  const handle = async (event: APIGatewayProxyEventV2) => {
    const request = requestOf(event);
    const { status, headers, body, route } = await answered(answer, house, request);
    // The route as it is written down, never the path: that holds the token.
    logger.info('answered', { method: request.method, route, status });
    return gatewayAnswer({
      status,
      headers: { ...house.headers, ...headers },
      body: request.method === 'HEAD' ? '' : body,
    });
  };
  const late = { status: 503, headers: { ...house.headers, 'retry-after': '5' }, body: '' };
  const timeoutEarlyResponse = () => gatewayAnswer(late);
  const inTime = { timeoutEarlyInMillis: RESERVED, timeoutEarlyResponse };
  return middy(withoutWords('a request failed', handle), inTime).use(withLogger) as unknown as GatewayHandler;
}
