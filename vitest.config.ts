import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const rooms =
  'docs,kernel,pattern,workspace,events,profiles,consent,messages,content,campaigns,person,table,outbound,functions,local,cli,client,simulation';

/** What all parts share; a project of vitest inherits nothing. */
const shared = {
  // Files of one worker share what they import: loading it again for each of them would be a third of the time. Nothing of ours keeps state in a module, but for the run that flows share.
  isolate: false,
  // Nobody's time is tested; this only ends what hangs. A walk that ran out of time would go on beside the next one and fail it too.
  testTimeout: 180_000,
  hookTimeout: 180_000,
} as const;
const setupFiles = ['test/fixed-seed.ts'];

// One project a part of `npm test`, so that each can be run alone (`npm run test:unit`, ...).
export default defineConfig({
  test: {
    // Every core: on two of them vitest would leave one idle.
    maxWorkers: '100%',
    globalSetup: ['test/temporary-folder.ts'],
    // The many processes that tests start find their programs compiled.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/heed/compiled', import.meta.url)) },
    projects: [
      { test: { ...shared, name: 'unit', setupFiles, include: [`test/{${rooms}}/**/*.test.ts`] } },
      { test: { ...shared, name: 'laws', setupFiles, include: ['test/laws/**/*.test.ts'] } },
      { test: { ...shared, name: 'contracts', setupFiles, include: ['test/contracts/**/*.test.ts'] } },
      // Stories wait for other processes: one more than there are cores keeps those busy.
      {
        test: {
          ...shared,
          name: 'flows',
          include: ['test/flows/**/*.test.ts'],
          maxWorkers: availableParallelism() + 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/unpacked-browser.ts'],
        },
      },
      { test: { ...shared, name: 'infra', include: ['test/infra/**/*.test.ts'] } },
    ],
  },
});
