/** `npm run docs`: writes what is made of the schemas of the workspace and of the API, which are kept beside what is written by hand. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { madeFiles } from './written-files.ts';

const ROOT = new URL('../../', import.meta.url);
mkdirSync(new URL('schemas', ROOT), { recursive: true });
for (const [path, text] of madeFiles()) writeFileSync(new URL(path, ROOT), text);
