/**
 * Everything that a run of the tests writes to the system's temporary folder (runs, workspaces, cloud assemblies, browser profiles),
 * by whatever process, goes into one folder of its own and is gone at the end.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function temporaryFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'heed-tests-'));
  // Tests and the processes that they start inherit it.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  // A process that was killed may still be writing its last file.
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
