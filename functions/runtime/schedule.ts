import middy from '@middy/core';
import { withoutWords } from './failures.ts';
import { logger, withLogger } from './logger.ts';

/** A Lambda on a fixed tick, with the event of that tick. What the tick found is logged as numbers. */
export function scheduleHandler(useCase: (tick: unknown) => Promise<Readonly<Record<string, number>>>) {
  const handle = async (tick: unknown) => logger.info('tick', await useCase(tick));
  return middy(withoutWords('a tick failed', handle) as never).use(withLogger);
}
