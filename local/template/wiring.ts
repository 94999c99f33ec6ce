import type { EventRule } from '../aws/eventbridge.ts';
import type { SesEventType } from '../aws/inbox-mail.ts';
import type { PolicyStatement } from '../aws/roles.ts';
import type { QueueDefinition } from '../engines/queue-protocol.ts';
import { readBuses, readConfigurationSets, readKeys, readRules, readSchedules } from './events-wiring.ts';
import { readFronts, readMappings } from './function-wiring.ts';
import { flag, number, object, objects, text, texts } from './properties.ts';
import type { Resource } from './read-template.ts';

/** A Lambda function of the template. */
export interface FunctionWiring {
  /** Its plain name, `decide`: that of its service in the logs, and of its folder. */
  readonly id: string;
  readonly functionName: string;
  readonly arn: string;
  /** `file.export` of the bundle. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** `ReservedConcurrentExecutions`; null for none. */
  readonly reserved: number | null;
  readonly role: readonly PolicyStatement[];
}

export interface TableWiring {
  readonly name: string;
  /** As CreateTable takes it. */
  readonly definition: Readonly<Record<string, unknown>>;
  readonly timeToLive: string | null;
}

/** An event source mapping: a queue or a table's stream that feeds a function. */
export interface MappingWiring {
  readonly functionId: string;
  readonly source: { readonly queue: string; readonly arn: string } | { readonly table: string; readonly arn: string };
  readonly batchSize: number;
  readonly reportsItemFailures: boolean;
  readonly maxConcurrency: number | null;
  readonly parallelization: number;
  readonly bisects: boolean;
  /** Retries of a stream batch; null: as long as the record lives. */
  readonly retries: number | null;
}

/** A schedule: `rate(…)` or `cron(…)` of a function. */
export interface ScheduleWiring {
  readonly name: string;
  readonly expression: string;
  readonly zone: string;
  readonly functionId: string;
  readonly input: string;
  /** EventBridge Scheduler bills its invocations; scheduled rules are free. */
  readonly billed: boolean;
}

/** An HTTP API and its routes. */
export interface FrontWiring {
  readonly logicalId: string;
  readonly routes: readonly { readonly key: string; readonly functionId: string }[];
}

/** All that the runner needs to know, read from the template and from nowhere else. */
export interface Wiring {
  readonly functions: readonly FunctionWiring[];
  readonly tables: readonly TableWiring[];
  readonly queues: readonly QueueDefinition[];
  readonly mappings: readonly MappingWiring[];
  readonly schedules: readonly ScheduleWiring[];
  readonly fronts: readonly FrontWiring[];
  readonly buses: readonly string[];
  readonly rules: readonly EventRule[];
  readonly configurationSets: ReadonlyMap<string, readonly SesEventType[]>;
  readonly kmsKeys: readonly { readonly id: string; readonly aliases: readonly string[] }[];
}

/** Reads the wiring of a resolved template. */
export function readWiring(resources: readonly Resource[]): Wiring {
  const functions = resources
    .filter(({ type }) => type === 'AWS::Lambda::Function')
    .map((one) => readFunction(one, resources));
  return {
    functions,
    tables: resources.filter(({ type }) => type === 'AWS::DynamoDB::Table').map(readTable),
    queues: resources.filter(({ type }) => type === 'AWS::SQS::Queue').map(readQueue),
    mappings: readMappings(resources, functions),
    schedules: readSchedules(resources, functions),
    fronts: readFronts(resources, functions),
    buses: readBuses(resources),
    rules: readRules(resources),
    configurationSets: readConfigurationSets(resources),
    kmsKeys: readKeys(resources),
  };
}

function readFunction(resource: Resource, resources: readonly Resource[]): FunctionWiring {
  const { properties } = resource;
  const environment = object(object(properties.Environment).Variables) as Record<string, string>;
  return {
    id: environment.POWERTOOLS_SERVICE_NAME ?? resource.ref,
    functionName: resource.ref,
    arn: arnOf(resource),
    handler: text(properties.Handler),
    environment,
    timeoutMs: number(properties.Timeout, 3) * 1000,
    memoryMb: number(properties.MemorySize, 128),
    reserved:
      properties.ReservedConcurrentExecutions === undefined ? null : number(properties.ReservedConcurrentExecutions, 0),
    role: roleOf(text(properties.Role), resources),
  };
}

function arnOf(resource: Resource): string {
  return `arn:aws:lambda:${resource.region}:${resource.accountId}:function:${resource.ref}`;
}

/** All statements of a role: inline ones and those of policies that name it. AWS-managed policies grant nothing here. */
function roleOf(roleArn: string, resources: readonly Resource[]): PolicyStatement[] {
  const name = roleArn.replace(/^.*:role\//, '');
  const role = resources.find(({ type, ref }) => type === 'AWS::IAM::Role' && ref === name);
  if (!role) throw new Error(`there is no role ${roleArn}`);
  const inline = objects(role.properties.Policies).map((policy) => policy.PolicyDocument);
  const attached = resources
    .filter(
      ({ type, properties }) => /^AWS::IAM::(Managed)?Policy$/.test(type) && texts(properties.Roles).includes(name),
    )
    .map(({ properties }) => properties.PolicyDocument);
  return [...inline, ...attached].flatMap((document) => objects(object(document).Statement)).map(statementOf);
}

function statementOf(statement: Readonly<Record<string, unknown>>): PolicyStatement {
  return {
    Effect: statement.Effect === 'Deny' ? 'Deny' : 'Allow',
    Action: texts(statement.Action),
    Resource: texts(statement.Resource),
    ...(statement.Condition === undefined
      ? {}
      : { Condition: statement.Condition as NonNullable<PolicyStatement['Condition']> }),
  };
}

function readTable({ properties, ref }: Resource): TableWiring {
  const indexes = properties.GlobalSecondaryIndexes;
  const view = object(properties.StreamSpecification).StreamViewType;
  const timeToLive = object(properties.TimeToLiveSpecification);
  return {
    name: ref,
    definition: {
      TableName: ref,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: properties.KeySchema,
      AttributeDefinitions: properties.AttributeDefinitions,
      ...(indexes === undefined ? {} : { GlobalSecondaryIndexes: indexes }),
      ...(view === undefined ? {} : { StreamSpecification: { StreamEnabled: true, StreamViewType: view } }),
    },
    timeToLive: flag(timeToLive.Enabled) ? text(timeToLive.AttributeName) : null,
  };
}

const QUEUE_ATTRIBUTES = [
  'VisibilityTimeout',
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
];

function readQueue(resource: Resource): QueueDefinition {
  const { properties, ref } = resource;
  const name = ref.slice(ref.lastIndexOf('/') + 1);
  const given = Object.entries(properties).filter(([key]) => QUEUE_ATTRIBUTES.includes(key));
  const attributes = Object.fromEntries(given.map(([key, value]) => [key, String(value)]));
  const redrive = properties.RedrivePolicy;
  return {
    name,
    arn: `arn:aws:sqs:${resource.region}:${resource.accountId}:${name}`,
    url: ref,
    attributes: { ...attributes, ...(redrive === undefined ? {} : { RedrivePolicy: JSON.stringify(redrive) }) },
  };
}
