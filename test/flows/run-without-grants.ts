// `npm start` on an app whose roles lack some statements: the runner has no switch for that, and needs none.
import { registerHooks } from 'node:module';
import process from 'node:process';

const WHOLE = new URL('../../local/synthesize.ts', import.meta.url).href;
const WITHOUT = new URL('./synthesize-without-grants.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return found.url === WHOLE && context.parentURL !== WITHOUT ? { ...found, url: WITHOUT } : found;
  },
});

process.env['TZ'] = 'UTC';
const { main } = await import('../../local/main.ts');
await main(process.argv.slice(2));
