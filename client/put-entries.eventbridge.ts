import { type EventBridgeClient, PutEventsCommand, type PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import type { Entry } from './entries.ts';
import type { ReadyEvent } from './ready-event.ts';

/** What the bus said of one entry. `lasting`: asking again would bring the same. `code` and `field` never hold a value. */
export type Outcome =
  | { readonly taken: true }
  | { readonly taken: false; readonly lasting: boolean; readonly code: string; readonly field: string };

/** Gives an outcome for each entry, in order; never rejects. */
export type PutEntries = (entries: readonly Entry<ReadyEvent>[]) => Promise<readonly Outcome[]>;

/** What passes although AWS answers it with a 4xx: too many calls, or a credential or a clock that the next attempt has renewed. */
const PASSING =
  /Throttl|TooMany|RequestLimit|LimitExceeded|SlowDown|Internal|Unavailable|Timeout|Expired|Skewed|InvalidSignature/;

/** Of an entry's own code these mean no; what is not known may pass. */
const LASTING =
  /^(InvalidArgument|MalformedDetail|ValidationException|ResourceNotFound|NotAuthorized|AccessDenied|OperationDisabled|InvalidAccountId)/;

function fieldOf(code: string, message: string): string {
  if (/ResourceNotFound/.test(code) || /EventBusName/.test(message)) return 'busName';
  if (/ForDetailType/.test(code) || /DetailType/.test(message)) return 'type';
  if (/ForSource/.test(code) || /\bSource\b/.test(message)) return 'source';
  if (/AccessDenied|NotAuthorized|UnrecognizedClient|InvalidClientToken|MissingAuthentication/.test(code))
    return 'credentials';
  return '';
}

function outcomeOf(result: PutEventsResultEntry | undefined): Outcome {
  if (result?.EventId) return { taken: true };
  // AWS's words may repeat what was sent: they are looked at, and not passed on.
  const { ErrorCode: code = 'NoAnswer', ErrorMessage: message = '' } = result ?? {};
  return { taken: false, lasting: LASTING.test(code), code, field: fieldOf(code, message) };
}

/** Of a call that threw. Without a status there was no answer, and what was sent may have arrived. */
function failureOf(error: unknown): Outcome {
  const {
    name = 'Error',
    message = '',
    $metadata,
  } = error as {
    name?: string;
    message?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? 0;
  const lasting = status >= 400 && status < 500 && status !== 408 && status !== 429 && !PASSING.test(name);
  return { taken: false, lasting, code: name, field: fieldOf(name, message) };
}

/** PutEvents on one bus. The client is to make one attempt a call: who asks again is decided in one place, entry by entry. */
export function putEntries(client: EventBridgeClient, busName: string, source: string): PutEntries {
  return async (entries) => {
    const Entries = entries.map(({ type, detail }) => ({
      EventBusName: busName,
      Source: source,
      DetailType: type,
      Detail: detail,
    }));
    try {
      const answer = await client.send(new PutEventsCommand({ Entries }));
      // A 200 does not mean taken: every entry has its own answer.
      return entries.map((_, n) => outcomeOf(answer.Entries?.[n]));
    } catch (error) {
      return entries.map(() => failureOf(error));
    }
  };
}
