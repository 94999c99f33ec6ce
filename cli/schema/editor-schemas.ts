import * as z from 'zod';
import type { Json, JsonObject } from '../../shared/kernel/json.ts';
import { campaignSchema } from '../../shared/workspace/schemas/campaign.ts';
import { eventsSchema } from '../../shared/workspace/schemas/events.ts';
import { frontMatterSchema } from '../../shared/workspace/schemas/front-matter.ts';
import { CLOCK_UNIT, json } from '../../shared/workspace/schemas/scalars.ts';
import { settingsSchema } from '../../shared/workspace/schemas/settings.ts';
import { STEP_WORDS } from '../../shared/workspace/schemas/steps.ts';
import { textsSchema } from '../../shared/workspace/schemas/texts.ts';
import { topicsSchema } from '../../shared/workspace/schemas/topics.ts';
import { clockText, durationText } from './written-values.ts';

/** One a file kind; the name is that of its file in `schemas/`. */
const FILE_KINDS = {
  settings: settingsSchema,
  topics: topicsSchema,
  events: eventsSchema,
  campaign: campaignSchema,
  template: frontMatterSchema,
  texts: textsSchema,
} as const;

export type FileKindName = keyof typeof FILE_KINDS;
export type JsonSchema = { [name: string]: Json | undefined };

/**
 * What editors need to know of the files of a workspace: JSON Schema by file kind, made from the schemas that `heed validate`
 * reads with. Draft 7, which every YAML editor understands. What only publishing can know (references, conditions, Liquid) is
 * not in it.
 */
export function editorSchemas(): Readonly<Record<FileKindName, JsonSchema>> {
  const names = Object.keys(FILE_KINDS) as FileKindName[];
  return Object.fromEntries(names.map((name) => [name, editorSchema(FILE_KINDS[name])])) as Record<
    FileKindName,
    JsonSchema
  >;
}

function editorSchema(schema: z.ZodType): JsonSchema {
  const made = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => asWritten(zodSchema as z.core.$ZodTypes, jsonSchema as JsonSchema),
  });
  // Through JSON: zod's own object has functions and parts that say `undefined`.
  return withoutOwnWords(JSON.parse(JSON.stringify(made)) as Json) as JsonSchema;
}

/** As people write it, where zod thinks of what it has read: ms, minutes of the day, our discriminator of steps. */
function asWritten(zodSchema: z.core.$ZodTypes, jsonSchema: JsonSchema): void {
  if ((zodSchema as unknown) === json) for (const name of Object.keys(jsonSchema)) delete jsonSchema[name];
  // zod leaves both out where a text is read into something else.
  const { def } = zodSchema._zod;
  const examples = z.globalRegistry.get(zodSchema)?.examples as Json | undefined;
  if (examples !== undefined) jsonSchema.examples = examples;
  if (def.type === 'default') jsonSchema.default = written(def.defaultValue as Json, jsonSchema);
  // An empty text is refused in words; here it would only hide the real complaint.
  if (jsonSchema.minLength === 1) delete jsonSchema.minLength;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  const word = stepWord(jsonSchema);
  if (word === null) return;
  const { type: _, ...properties } = jsonSchema.properties as JsonObject;
  jsonSchema.properties = properties;
  jsonSchema.required = [word];
}

function stepWord({ properties }: JsonSchema): string | null {
  const type = Object(Object(properties).type) as JsonSchema;
  return STEP_WORDS.find((word) => word === type.const) ?? null;
}

/** A default as it would stand in the file. */
function written(value: Json, schema: JsonSchema): Json {
  if (typeof value === 'number' && schema.type !== 'number' && schema.type !== 'integer') {
    return schema['x-unit'] === CLOCK_UNIT ? clockText(value) : durationText(value);
  }
  if (Array.isArray(value)) return value.map((item: Json) => written(item, Object(schema.items) as JsonSchema));
  if (typeof value !== 'object' || value === null) return value;
  const blocks = [schema, ...((schema.anyOf ?? []) as JsonSchema[])];
  const properties = blocks.map((each) => each.properties).find((each) => each !== undefined);
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, below]) => [
      name,
      written(below, Object(Object(properties)[name]) as JsonSchema),
    ]),
  );
}

/** `exit` may stand alone; a default of nothing says nothing. */
function withoutOwnWords(value: Json | undefined): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutOwnWords(item));
  if (typeof value !== 'object' || value === null) return value ?? null;
  const entries = Object.entries(value as JsonObject).filter(
    ([name, below]) => name !== 'default' || JSON.stringify(below) !== '{}',
  );
  const schema = Object.fromEntries(entries.map(([name, below]) => [name, withoutOwnWords(below)])) as JsonSchema;
  if (!isStepList(schema)) return schema as Json;
  return { ...schema, oneOf: [...(schema.oneOf as Json[]), { const: 'exit' }] } as Json;
}

function isStepList({ oneOf }: JsonSchema): boolean {
  return Array.isArray(oneOf) && oneOf.some((each: Json) => Object(Object(each).properties).waitFor !== undefined);
}
