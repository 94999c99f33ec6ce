import type { Target } from '../targets.ts';

/** What a row says of a person's permission: it was given, it is over, or nothing. */
export type Standing = 'granted' | 'withdrawn' | 'facts';

/** One column that tells the standing; the first rule that knows a row's value decides. */
export interface StatusRule {
  readonly column: string;
  /** By value: lower case, with a dash for blanks and underscores. */
  readonly values?: Readonly<Record<string, Standing>>;
  /** The standing of a row that says anything at all here. */
  readonly filled?: Standing;
  /** How the person said so, where the rule makes a withdrawal. */
  readonly method?: string;
}

/** How another system exports people: one data file each. Column names are those of the export. */
export interface Preset {
  readonly name: string;
  /** Before the export's own ids, so that they never meet the company's; not put before a column that `--map profileId=` names. */
  readonly idPrefix: string;
  readonly columns: Readonly<Partial<Record<Target, readonly string[]>>>;
  readonly status: readonly StatusRule[];
  /** The standing by the beginning of the file's name, where no column tells it. */
  readonly fileNames?: readonly (readonly [string, Standing])[];
  /** Rows of another kind, such as SMS, are left out and counted as refused. */
  readonly only?: { readonly column: string; readonly value: string };
  /** Four columns that together prove a double opt-in: the request and its confirmation, each with time and IP. */
  readonly optIn?: {
    readonly askedAt: string;
    readonly askedIp: string;
    readonly confirmedAt: string;
    readonly confirmedIp: string;
  };
  /** A column with JSON `{ topics: { <id>: true | false } }`, or columns `<it>.topics.<id>`; `--topic-map` names ours. */
  readonly topicPreferences?: string;
  /** Whether the export itself is the document that proves a permission. */
  readonly isSource: boolean;
  /** What the export cannot prove, in words for the summary. */
  readonly lacks: string;
}
