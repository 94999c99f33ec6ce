import type { Lookup } from './read-template.ts';

type Intrinsic = (argument: unknown, lookup: Lookup) => unknown;

function list(value: unknown, of: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${of} takes a list`);
  return value;
}

function getAtt(argument: unknown, lookup: Lookup): string {
  const [logicalId, ...name] =
    typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt').map(String);
  return lookup.attribute(String(logicalId), name.join('.'));
}

function substitute(argument: unknown, lookup: Lookup): string {
  const [text, variables] = Array.isArray(argument) ? [argument[0], argument[1]] : [argument, {}];
  const own = lookup.resolve(variables) as Record<string, unknown>;
  return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in own) return String(own[name]);
    return name.includes('.') ? getAtt(name, lookup) : String(lookup.ref(name));
  });
}

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, lookup) => lookup.ref(String(name)),
  Condition: (name, lookup) => lookup.condition(String(name)),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': substitute,
  'Fn::Join'(argument, lookup) {
    const [between, parts] = list(argument, 'Fn::Join');
    return list(lookup.resolve(parts), 'Fn::Join').map(String).join(String(between));
  },
  'Fn::Select'(argument, lookup) {
    const [index, from] = list(lookup.resolve(argument), 'Fn::Select');
    return list(from, 'Fn::Select')[Number(index)];
  },
  'Fn::Split'(argument, lookup) {
    const [between, text] = list(lookup.resolve(argument), 'Fn::Split');
    return String(text).split(String(between));
  },
  'Fn::ImportValue': (name, lookup) => lookup.imported(String(lookup.resolve(name))),
  'Fn::FindInMap'(argument, lookup) {
    const [map, first, second] = list(lookup.resolve(argument), 'Fn::FindInMap').map(String);
    return lookup.mapped(map!, first!, second!);
  },
  'Fn::If'(argument, lookup) {
    const [condition, then, otherwise] = list(argument, 'Fn::If');
    return lookup.resolve(lookup.condition(String(condition)) ? then : otherwise);
  },
  'Fn::Equals'(argument, lookup) {
    const [left, right] = list(lookup.resolve(argument), 'Fn::Equals');
    return left === right;
  },
  'Fn::Not': (argument, lookup) => list(lookup.resolve(argument), 'Fn::Not')[0] !== true,
  'Fn::And': (argument, lookup) => list(lookup.resolve(argument), 'Fn::And').every((one) => one === true),
  'Fn::Or': (argument, lookup) => list(lookup.resolve(argument), 'Fn::Or').some((one) => one === true),
  'Fn::Base64': (argument, lookup) => Buffer.from(String(lookup.resolve(argument))).toString('base64'),
};

/** Whether an object of the template is a call (`{ "Ref": … }`, `{ "Fn::…": … }`). */
export function isIntrinsic(value: object): boolean {
  const keys = Object.keys(value);
  const key = keys.length === 1 ? keys[0]! : '';
  return (
    key === 'Ref' || key.startsWith('Fn::') || (key === 'Condition' && typeof Object.values(value)[0] === 'string')
  );
}

/** Calls it; throws by name for a function that the runner does not know. */
export function callIntrinsic(call: object, lookup: Lookup): unknown {
  const [name, argument] = Object.entries(call)[0]!;
  const intrinsic = INTRINSICS[name];
  if (!intrinsic) throw new Error(`the template calls ${name}, which the local run does not know`);
  return intrinsic(argument, lookup);
}
