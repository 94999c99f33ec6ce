// `npm start`. Only what any Node can run stands here: the rest is imported once the version is known to do.
import process from 'node:process';

const NEEDED = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < NEEDED) {
  console.error(
    `heed needs Node ${NEEDED} or newer; this is ${process.versions.node}.\n` +
      'Run `npm ci` and start with `npm start`: it puts the Node that the project brings along first in the path. Or install Node 24 from https://nodejs.org.',
  );
  process.exit(1);
}
// Lambda runs in UTC; so do the handlers here, whatever the laptop's zone is.
process.env.TZ = 'UTC';
const { main } = await import('./main.ts');
await main(process.argv.slice(2));
