import middy from '@middy/core';
import { logger, withLogger } from './logger.ts';

/** A Lambda on a fixed tick. What the tick found is logged as numbers. */
export function scheduleHandler(useCase: () => Promise<Readonly<Record<string, number>>>) {
  const handle = async () => logger.info('tick', await useCase());
  return middy(handle as never).use(withLogger);
}
