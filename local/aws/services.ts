import type { JsonObject } from '../../shared/kernel/json.ts';
import { connectUpstream, type Upstream } from '../engines/upstream.ts';
import { successAnswer } from './answers.ts';
import type { Answer, Call } from './call.ts';
import { catalogError } from './error-catalog.ts';
import type { EventBuses } from './eventbridge.ts';
import { answerEvents } from './eventbridge-api.ts';
import { answerKms, type KmsOptions } from './kms.ts';
import type { Ses } from './ses.ts';

interface ServicesOptions {
  readonly region: string;
  readonly dynamodbUrl: string;
  readonly sqsUrl: string;
  readonly buses: EventBuses;
  readonly ses: Ses;
  readonly kms: KmsOptions;
}

/** An answer, and what the service does by itself once it is given. */
export interface Performed {
  readonly answer: Answer;
  readonly afterwards?: () => Promise<void>;
}

/** The services themselves, behind role, fault and meter. */
export interface Services {
  /** Performs a call; `body` is what an engine gets in place of the call's own. Rejects with AwsError. */
  perform(call: Call, body: Buffer): Promise<Performed>;
  close(): void;
}

/** Answers of the queue engine that hold queue URLs. */
const NAMES_QUEUES = new Set(['CreateQueue', 'GetQueueUrl', 'ListQueues']);

/** Two engines behind connections, three services of our own. */
export function createServices(options: ServicesOptions): Services {
  const dynamodb = connectUpstream(options.dynamodbUrl);
  const sqs = connectUpstream(options.sqsUrl);
  const own = async (call: Call, output: JsonObject): Promise<Performed> => ({
    answer: successAnswer(call.service, output),
  });
  return {
    close() {
      dynamodb.close();
      sqs.close();
    },
    async perform(call, body) {
      switch (call.service) {
        case 'dynamodb':
          return { answer: await passOn(dynamodb, call, body) };
        case 'sqs':
          return { answer: withOwnQueueUrls(call, await passOn(sqs, call, body)) };
        case 'events':
          return own(call, await answerEvents(call.action, call.input(), options.buses));
        case 'kms':
          return own(call, answerKms(call.action, call.input(), options.kms, options.region));
        case 'ses': {
          const { output, afterwards } = await options.ses.answer(call.action, call.url, call.input());
          return { ...(await own(call, output)), ...(afterwards && { afterwards }) };
        }
      }
    },
  };
}

async function passOn(upstream: Upstream, call: Call, body: Buffer): Promise<Answer> {
  try {
    return await upstream.perform(call, body);
  } catch (error) {
    const words = `The local engine of ${call.service} does not answer: ${error instanceof Error ? error.message : String(error)}`;
    throw catalogError(call.service, 'ServiceUnavailable', words);
  }
}

/** A queue made in an earlier run keeps the origin of that run's port; the caller needs the one it speaks to. */
function withOwnQueueUrls(call: Call, answer: Answer): Answer {
  if (!NAMES_QUEUES.has(call.action) || answer.status !== 200) return answer;
  const host = call.headers.host ?? '127.0.0.1';
  const text = answer.body.toString('utf8').replace(/"https?:\/\/[^/"]+\/(\d{12}\/[^"/]+)"/g, `"http://${host}/$1"`);
  const body = Buffer.from(text);
  return { ...answer, body, headers: { ...answer.headers, 'content-length': String(body.length) } };
}
