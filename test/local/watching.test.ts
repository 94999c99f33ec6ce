import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { watchWorkspace } from '../../local/publish.ts';

const folder = mkdtempSync(join(tmpdir(), 'heed-watched-'));
let watching: { stop(): void } | undefined;

afterEach(() => {
  watching?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a save is heard of however an editor saves: again and again by replacing the file, and in new folders', async () => {
  const campaigns = join(folder, 'campaigns');
  mkdirSync(campaigns);
  writeFileSync(join(campaigns, 'a.yaml'), 'id: a');
  let heard = () => {};
  const saved = (save: () => void) =>
    new Promise<void>((resolve) => {
      heard = resolve;
      save();
    });
  watching = watchWorkspace(folder, async () => heard());
  const replace = () => {
    writeFileSync(join(campaigns, 'new'), 'id: a');
    renameSync(join(campaigns, 'new'), join(campaigns, 'a.yaml'));
  };
  await saved(replace);
  await saved(replace);
  const added = join(folder, 'templates');
  await saved(() => mkdirSync(added));
  await saved(() => writeFileSync(join(added, 'en.mjml'), 'x'));
  await saved(() => rmSync(added, { recursive: true }));
  await saved(() => mkdirSync(added));
  await expect(saved(() => writeFileSync(join(added, 'en.mjml'), 'y'))).resolves.toBeUndefined();
});
