import type { RejectedRecord, RejectedShelf } from './rejected-shelf.sqs.ts';

/** The twin of `sqsRejectedShelf`. `inputs` gets what is replayed. */
export function memoryRejectedShelf(records: RejectedRecord[], inputs: string[]): RejectedShelf {
  return {
    async look(limit) {
      return records.slice(0, limit);
    },
    async replay(limit, recordOf) {
      const replayed = records.slice(0, limit).flatMap((found) => {
        const record = recordOf(found);
        return record === null ? [] : [{ found, record }];
      });
      for (const { found, record } of replayed) {
        inputs.push(record);
        records.splice(records.indexOf(found), 1);
      }
      return replayed.map(({ found }) => found.id);
    },
  };
}
