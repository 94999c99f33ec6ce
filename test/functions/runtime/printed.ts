import './quiet-log.ts';
import { afterEach, beforeEach, vi } from 'vitest';
import { logger } from '../../../functions/runtime/logger.ts';

/** Every line that the code under test prints, anew for each test of the file; between them the log is as quiet as it was. */
export function printedLines(): {
  readonly text: () => string;
  readonly lines: () => readonly Record<string, unknown>[];
} {
  let text = '';
  const keep = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  const level = logger.getLevelName();
  beforeEach(() => {
    text = '';
    logger.setLogLevel('INFO');
    // Each invocation would go back to the level that the logger was made with.
    vi.spyOn(logger, 'refreshSampleRateCalculation').mockImplementation(() => undefined);
    vi.spyOn(process.stdout, 'write').mockImplementation(keep);
    vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    logger.setLogLevel(level);
  });
  return {
    text: () => text,
    lines: () =>
      text
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
