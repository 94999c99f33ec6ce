import { postEvents } from '../../shared/api/events.ts';
import { eventSchema, problemsOf } from '../../shared/events/envelope.ts';
import type { Json } from '../../shared/kernel/json.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { ask } from '../ask.ts';
import { eventChunks, eventsInFile, type SentEvent } from '../events-file.ts';
import { print } from '../print.ts';
import { CliError, type Verb } from '../verb.ts';

interface TrackOptions extends ApiOptions {
  readonly profile?: string;
  readonly eventId?: string;
  readonly occurredAt?: string;
  readonly property?: Readonly<Record<string, Json>>;
  readonly trait?: Readonly<Record<string, Json>>;
  readonly file?: string;
}

const EXAMPLES = `
Examples:
  npx heed track cart.updated --profile c-42 --property total=49.9 --property cartId=c-1
  npx heed track profile.updated --profile c-42 --trait email=ann@example.org --trait country=DE
  npx heed track --file events.jsonl

A value that is JSON is taken as such (49.9, true, [1,2]); anything else is text. Text that looks like a number
stands in quotes: --property 'zip="10115"'.`;

/** Sends events: one from the command line, or a file with one a line. */
export const track: Verb = {
  name: 'track',
  configure(command) {
    withApiOptions(command)
      .description('send an event, or a file of events')
      .argument('[type]', 'what happened, such as order.placed')
      .option('--profile <id>', 'to whom')
      .option('--property <name=value>', 'what the event says (repeatable)', collect)
      .option('--trait <name=value>', 'a fact about the person (repeatable)', collect)
      .option('--event-id <id>', 'your id of the event: sent again with it, it counts once')
      .option('--occurred-at <instant>', 'when it happened, such as 2026-11-21T10:00:00Z')
      .option('--file <events.jsonl>', 'one event a line, as POST /api/events takes it')
      .addHelpText('after', EXAMPLES)
      .action(async (type: string | undefined, options: TrackOptions) => {
        const events = eventsOf(type, options);
        const ids: string[] = [];
        for (const chunk of eventChunks(events)) {
          ids.push(...(await ask(options, postEvents, { body: chunk })).told.ids);
          if (events.length > chunk.length) process.stderr.write(`${ids.length} of ${events.length} events\n`);
        }
        print(
          options.json,
          { ids },
          ids.length > 20 ? [`${ids.length} events were taken`] : ids.map((id) => `taken: ${id}`),
        );
      });
  },
};

function eventsOf(type: string | undefined, options: TrackOptions): readonly SentEvent[] {
  if (options.file !== undefined) {
    if (type !== undefined)
      throw new CliError(2, 'say a type or --file, not both: the lines of a file name their own types');
    return eventsInFile(options.file);
  }
  if (type === undefined)
    throw new CliError(2, 'say what happened, such as heed track order.placed --profile c-42, or --file events.jsonl');
  const { profile: profileId, eventId, occurredAt, property: properties, trait: traits } = options;
  if (profileId === undefined)
    throw new CliError(2, '--profile is required: the id under which your systems know the customer');
  const parsed = eventSchema.safeParse({ type, profileId, eventId, occurredAt, properties, traits });
  if (parsed.success) return [parsed.data];
  const problems = problemsOf(parsed.error).map(({ field, message }) => `  ${field} ${message}`);
  throw new CliError(2, ['the event cannot be sent:', ...problems].join('\n'));
}

function collect(text: string, before: Readonly<Record<string, Json>> = {}): Readonly<Record<string, Json>> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new CliError(2, `--property and --trait take name=value, such as total=49.9, not "${text}"`);
  return { ...before, [text.slice(0, equals)]: jsonOrText(text.slice(equals + 1)) };
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
