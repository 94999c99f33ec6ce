import { expect, test } from 'vitest';
import { type QueueMappingOptions, startQueueMapping } from '../../../local/mappings/queue-mapping.ts';

/** A mapping that stands on an engine of which only this is asked. */
function mappingOn(engine: object, invoke = async () => ({ ok: true, answer: null })) {
  const said: string[] = [];
  const options = {
    wiring: { functionId: 'decide', source: { arn: 'arn:inputs' }, batchSize: 10, reportsItemFailures: true },
    queue: 'inputs',
    region: 'local',
    engine: { onReady() {}, ...engine },
    host: { free: () => true, onFree() {}, invoke },
    costs: { add() {} },
    say: (line: string) => said.push(line),
  } as unknown as QueueMappingOptions;
  return { said, mapping: startQueueMapping(options) };
}

/** Looks, and waits until that is over. */
async function look(mapping: ReturnType<typeof startQueueMapping>): Promise<void> {
  mapping.nudge();
  while (mapping.busy() > 0) await new Promise(setImmediate);
}

test('a queue that cannot be read is told once, and worked on as soon as it can', async () => {
  const answers = [
    new Error('closed'),
    new Error('closed'),
    [{ MessageId: 'm-1', ReceiptHandle: 'r-1', Attributes: {} }],
  ];
  const removed: string[] = [];
  const { said, mapping } = mappingOn({
    receive: async () => {
      const answer = answers.shift() ?? [];
      if (answer instanceof Error) throw answer;
      return answer;
    },
    remove: async (_queue: string, handles: string[]) => void removed.push(...handles),
  });
  await look(mapping);
  await look(mapping);
  await look(mapping);
  await mapping.stop();
  expect(said).toEqual(['the queue inputs cannot be read: closed']);
  expect(removed).toEqual(['r-1']);
});

test('what was done but cannot be deleted is told', async () => {
  const batches = [[{ MessageId: 'm-1', ReceiptHandle: 'r-1', Attributes: {} }]];
  const { said, mapping } = mappingOn({
    receive: async () => batches.shift() ?? [],
    remove: async () => {
      throw new Error('closed');
    },
  });
  await look(mapping);
  await mapping.stop();
  expect(said).toEqual(['what decide took from the queue inputs is not deleted, and comes again: closed']);
});
