import { basename } from 'node:path';
import type { Instant } from '../../shared/kernel/instants.ts';
import type { Preset, Standing } from './presets/preset.ts';
import { type Columns, ownNames, type Target } from './targets.ts';

/** How a file of people is to be read, settled before its first row. */
export interface ImportPlan {
  readonly file: string;
  readonly preset: Preset | null;
  /** The preset's columns, or the targets' own names; what `--map` says stands before both. */
  readonly columns: Columns;
  /** Targets that `--map` named. */
  readonly mapped: ReadonlySet<Target>;
  /** Evidence that holds for every row without its own. */
  readonly constants: Readonly<Partial<Record<Target, string>>>;
  readonly topics: readonly string[];
  /** Their topic id to ours. */
  readonly topicMap: ReadonlyMap<string, string>;
  /** What the rows are, where the command line says it. */
  readonly as: Standing | null;
  /** True when anything was said that makes rows claim a permission: from then on each must prove its own. */
  readonly claims: boolean;
  /** Of dates without one. */
  readonly zone: string;
  /** When the file was true: the time of its facts. */
  readonly asOf: Instant;
}

/** Where `target` is looked for under this plan. */
export function columnsFor(preset: Preset | null, mapped: ReadonlyMap<Target, string>): Columns {
  const given = preset ? new Map(Object.entries(preset.columns) as [Target, readonly string[]][]) : new Map(ownNames);
  for (const [target, column] of mapped) given.set(target, [column]);
  return given;
}

/** The source document where the export itself is one. */
export function exportAsSource(preset: Preset | null, file: string): string | undefined {
  return preset?.isSource ? `${preset.name} export ${basename(file)}` : undefined;
}
