import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TestDynamodb } from './dynamodb-engine.ts';

/** A client of the same engine whose first answer to a command is lost after the engine has done it; the SDK then asks again. */
export function afterAnswer(engine: TestDynamodb, command: string, code: string): DynamoDBClient {
  const faulty = engine.connect(2);
  let lost = false;
  faulty.middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args);
      if (lost || context.commandName !== command) return answer;
      lost = true;
      throw Object.assign(new Error('the connection broke'), { name: 'TimeoutError', code });
    },
    { step: 'deserialize', priority: 'high' },
  );
  return faulty;
}

/** A client that never reaches the engine: every call fails with this error. */
export function instead(engine: TestDynamodb, error: Error): DynamoDBClient {
  const faulty = engine.connect(1);
  faulty.middlewareStack.add(
    () => async () => {
      throw error;
    },
    { step: 'finalizeRequest', priority: 'high' },
  );
  return faulty;
}
