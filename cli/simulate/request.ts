import { absoluteTimes } from '../../local/samples.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import { fileFacts } from '../import/file-stream.ts';
import { CliError } from '../verb.ts';
import { instantOf, peoplePlan, type SimulateOptions } from './options.ts';
import { type Answer, simulate } from './simulate.ts';
import { workspaceOf } from './workspaces.ts';

/** A command line, as data: what a thread can be given. */
export interface Request {
  readonly folders: readonly string[];
  readonly options: SimulateOptions;
}

/** What is heard on the way. */
export interface Hearing {
  /** `share` of the event files, 0 to 1, and the virtual time. */
  readonly progress: (share: number, now: Instant) => void;
  readonly notice: (words: string) => void;
}

/** Does what the command line asks. Rejects with CliError for what it cannot ask. */
export async function answerOf({ folders, options }: Request, { progress, notice }: Hearing): Promise<Answer> {
  const { events, assumeConsent, activate, delivered } = options;
  if (options.people === undefined && events.length === 0)
    throw new CliError(2, 'say who there is with --people <file>, what happened with --events <file...>, or both');
  const [from, to] = [instantOf(options.from, '--from'), instantOf(options.to, '--to')];
  if (from !== null && to !== null && to < from) throw new CliError(2, '--to lies before --from');
  const bytes = events.reduce((sum, file) => sum + fileFacts(file).size, 0);
  const people = peoplePlan(options);
  const workspaces = await Promise.all(folders.map((each) => workspaceOf(each, activate, assumeConsent)));
  // Sample files count their times from a moment, such as `-P2D`: from the one where the counted time begins.
  const moment = from ?? to;
  const zone = workspaces[0]?.settings.timeZone ?? 'UTC';
  return simulate({
    workspaces,
    people,
    events,
    from,
    to,
    assumedTopics: assumeConsent,
    delivers: delivered,
    absolute: moment === null ? null : absoluteTimes(moment, zone),
    progress: (read, now) => progress(bytes === 0 ? 1 : Math.min(1, read / bytes), now),
    notice,
  });
}
