import type { JsonObject } from '../../shared/kernel/json.ts';
import type { EventRule, EventTarget } from '../aws/eventbridge.ts';
import type { SesEventType } from '../aws/inbox-mail.ts';
import { functionBehind } from './function-wiring.ts';
import { flag, object, objects, text, textOr, texts } from './properties.ts';
import type { Resource } from './read-template.ts';
import type { FunctionWiring, ScheduleWiring } from './wiring.ts';

export function readBuses(resources: readonly Resource[]): string[] {
  return resources.filter(({ type }) => type === 'AWS::Events::EventBus').map(({ ref }) => ref);
}

/** Every enabled rule with a pattern. */
export function readRules(resources: readonly Resource[]): EventRule[] {
  return enabledRules(resources)
    .filter(({ properties }) => properties.EventPattern !== undefined)
    .map(({ ref, properties }) => ({
      // By name or by ARN.
      bus: textOr(properties.EventBusName, 'default').replace(/^.*event-bus\//, ''),
      name: ref,
      pattern: properties.EventPattern as string | JsonObject,
      targets: objects(properties.Targets).map(targetOf),
    }));
}

function enabledRules(resources: readonly Resource[]): Resource[] {
  return resources.filter(({ type, properties }) => type === 'AWS::Events::Rule' && properties.State !== 'DISABLED');
}

function targetOf(target: Readonly<Record<string, unknown>>): EventTarget {
  const transformer = target.InputTransformer;
  const group = object(target.SqsParameters).MessageGroupId;
  if (target.InputPath !== undefined) throw new Error('InputPath of a rule target is not known to the local run');
  return {
    id: text(target.Id),
    arn: text(target.Arn),
    ...(target.Input === undefined ? {} : { input: text(target.Input) }),
    ...(transformer === undefined
      ? {}
      : {
          inputTransformer: {
            paths: object(object(transformer).InputPathsMap) as Record<string, string>,
            template: text(object(transformer).InputTemplate),
          },
        }),
    ...(group === undefined ? {} : { messageGroupId: text(group) }),
  };
}

/** Schedules of EventBridge Scheduler and of rules with a schedule; each target must be a function. */
export function readSchedules(resources: readonly Resource[], functions: readonly FunctionWiring[]): ScheduleWiring[] {
  const schedules = resources
    .filter(({ type, properties }) => type === 'AWS::Scheduler::Schedule' && properties.State !== 'DISABLED')
    .map(({ ref, properties }) => ({
      name: ref,
      expression: text(properties.ScheduleExpression),
      zone: textOr(properties.ScheduleExpressionTimezone, 'UTC'),
      functionId: functionBehind(text(object(properties.Target).Arn), functions).id,
      input: textOr(object(properties.Target).Input, '{}'),
      billed: true,
    }));
  const rules = enabledRules(resources)
    .filter(({ properties }) => properties.ScheduleExpression !== undefined)
    .flatMap(({ ref, properties }) =>
      objects(properties.Targets).map((target) => ({
        name: ref,
        expression: text(properties.ScheduleExpression),
        zone: 'UTC',
        functionId: functionBehind(text(target.Arn), functions).id,
        input: textOr(target.Input, '{}'),
        billed: false,
      })),
    );
  return [...schedules, ...rules];
}

/** Configuration sets and what their EventBridge destinations publish. */
export function readConfigurationSets(resources: readonly Resource[]): Map<string, SesEventType[]> {
  const sets = new Map<string, SesEventType[]>();
  for (const { type, ref } of resources) if (type === 'AWS::SES::ConfigurationSet') sets.set(ref, []);
  for (const { type, properties } of resources) {
    if (type !== 'AWS::SES::ConfigurationSetEventDestination') continue;
    const destination = object(properties.EventDestination);
    if (!flag(destination.Enabled ?? true) || destination.EventBridgeDestination === undefined) continue;
    sets.get(text(properties.ConfigurationSetName))?.push(...(texts(destination.MatchingEventTypes) as SesEventType[]));
  }
  return sets;
}

/** HMAC keys with their aliases. */
export function readKeys(resources: readonly Resource[]): { id: string; aliases: string[] }[] {
  const aliases = resources.filter(({ type }) => type === 'AWS::KMS::Alias');
  return resources
    .filter(({ type }) => type === 'AWS::KMS::Key')
    .map(({ ref, logicalId }) => ({
      id: ref,
      aliases: aliases
        .filter(({ properties }) => [ref, logicalId].includes(text(properties.TargetKeyId).replace(/^.*key\//, '')))
        .map((alias) => alias.ref),
    }));
}
