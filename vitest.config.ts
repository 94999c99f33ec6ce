import { defineConfig } from 'vitest/config';

const rooms =
  'docs,kernel,pattern,workspace,events,profiles,consent,messages,content,facts,campaigns,person,table,outbound,functions,local,cli';

// One project a part of `npm test`, so that each can be run alone (`npm run test:unit`, ...).
export default defineConfig({
  test: {
    // Every core: on two of them vitest would leave one idle.
    maxWorkers: '100%',
    projects: [
      { test: { name: 'unit', setupFiles: ['test/fixed-seed.ts'], include: [`test/{${rooms}}/**/*.test.ts`] } },
      {
        test: {
          name: 'laws',
          setupFiles: ['test/fixed-seed.ts'],
          include: ['test/laws/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'contracts',
          setupFiles: ['test/fixed-seed.ts'],
          include: ['test/contracts/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'flows', include: ['test/flows/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } },
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], testTimeout: 90_000, hookTimeout: 90_000 } },
      { test: { name: 'infra', include: ['test/infra/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
  },
});
