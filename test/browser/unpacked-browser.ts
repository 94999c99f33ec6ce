import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';

/** Of this version of the package: npm removes the folder with it. */
const FOLDER = fileURLToPath(new URL('../../node_modules/@sparticuz/chromium/unpacked', import.meta.url));

/** The path of the browser, unpacked where the next run of the tests finds it. */
export async function unpackedBrowser(): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const { TMPDIR } = process.env;
  // The package knows no other way to say where.
  process.env['TMPDIR'] = FOLDER;
  try {
    return await chromium.executablePath();
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  }
}

/** Before the tests: two workers at once would each start what the other has half unpacked. */
export default async function unpack(): Promise<void> {
  await unpackedBrowser();
}
