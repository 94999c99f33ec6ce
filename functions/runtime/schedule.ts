import middy from '@middy/core';
import { logger, withLogger } from './logger.ts';

/** A Lambda on a fixed tick, with the event of that tick. What the tick found is logged as numbers. */
export function scheduleHandler(useCase: (tick: unknown) => Promise<Readonly<Record<string, number>>>) {
  const handle = async (tick: unknown) => logger.info('tick', await useCase(tick));
  return middy(handle as never).use(withLogger);
}
