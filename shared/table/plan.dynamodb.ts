import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { noPlan, type Plan, type PlanStore } from '../person/plan.ts';
import { conflict, isConditionFailure, orUnavailable, unavailable } from './failures.dynamodb.ts';
import { itemKey } from './item-key.ts';
import { PLAN_DUE_AT, PLAN_KEY } from './keys.ts';
import { fieldsOf } from './row-fields.ts';

const PLAN = 'plan';
const TURN = 'turn';

const planSchema: z.ZodType<Plan> = z.looseObject({
  turn: z.number(),
  release: z.number(),
  through: z.number(),
  dueAt: z.number().nullable(),
  since: z.record(z.string(), z.looseObject({ schedule: z.string(), since: z.number() })),
  armed: z.record(z.string(), z.string()),
});
const fields = fieldsOf('records', 'PLAN / STATE');

const IS_THE_ONE_BEFORE = 'attribute_not_exists(#turn) OR #turn = :before';

/** The row `PLAN` of `records`. `dueAt` stands apart, for whoever only asks when something is due. */
export function dynamoPlanStore(client: DynamoDBClient, records: string): PlanStore {
  return {
    async load() {
      const get = { TableName: records, Key: itemKey(PLAN_KEY), ConsistentRead: true };
      const { Item } = await orUnavailable('the plan', () => client.send(new GetItemCommand(get)));
      return fields.jsonOrNull(Item, PLAN, planSchema) ?? noPlan;
    },
    async save(plan) {
      const put = {
        TableName: records,
        Item: {
          ...itemKey(PLAN_KEY),
          [PLAN]: { S: JSON.stringify(plan) },
          [TURN]: { N: String(plan.turn) },
          ...(plan.dueAt === null ? {} : { [PLAN_DUE_AT]: { N: String(plan.dueAt) } }),
        },
        ConditionExpression: IS_THE_ONE_BEFORE,
        ExpressionAttributeNames: { '#turn': TURN },
        ExpressionAttributeValues: { ':before': { N: String(plan.turn - 1) } },
      };
      try {
        await client.send(new PutItemCommand(put));
      } catch (error) {
        throw isConditionFailure(error) ? conflict('the plan', error) : unavailable('the plan', error);
      }
    },
  };
}
