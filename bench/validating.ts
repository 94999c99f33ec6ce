import process from 'node:process';
import { compileWorkspace } from '../shared/content/compile-workspace.ts';
import { parseWorkspace } from '../shared/workspace/parse.ts';
import { sampleFiles } from '../test/content/workspace-files.ts';
import { figure, type Part } from './row.ts';

const CAMPAIGNS = 500;
const BUDGET_S = 2;

/** The sample workspace with its campaigns again and again under other names, until there are so many. */
function manyCampaigns(): Record<string, string> {
  const files = sampleFiles();
  const own = Object.entries(files).filter(([path]) => path.startsWith('campaigns/'));
  const copies = Array.from({ length: CAMPAIGNS - own.length }, (_, n) => {
    const [, text] = own[n % own.length] as [string, string];
    return [`campaigns/c-${n}.yaml`, text.replace(/^id: .+$/m, `id: c-${n}`)] as const;
  });
  return { ...files, ...Object.fromEntries(copies) };
}

/** Of this thread: what the garbage collector does beside it nobody waits for. */
async function cpuSeconds(work: () => unknown): Promise<number> {
  const from = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(from);
  return (user + system) / 1e6;
}

/** What `heed validate` takes of a workspace with many campaigns: the first time, and again when one of them was saved. */
export async function validating(): Promise<Part> {
  const files = manyCampaigns();
  const whole = await cpuSeconds(async () => {
    const compiled = await compileWorkspace(files);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.findings.slice(0, 3)));
  });
  const again = await cpuSeconds(() => compileWorkspace(files));
  const read = await cpuSeconds(() => parseWorkspace(files));
  const measured = `${figure(whole)} s of CPU, MJML loaded and all templates compiled; again ${figure(again)} s, of which files and references ${figure(read)} s`;
  return {
    rows: [{ what: `validating ${CAMPAIGNS} campaigns`, measured, budget: `<= ${BUDGET_S} s`, met: whole <= BUDGET_S }],
  };
}
