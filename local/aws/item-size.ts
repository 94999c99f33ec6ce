import type { Json, JsonObject } from '../../shared/kernel/json.ts';

/** An item's size in bytes as DynamoDB counts it: names and values in UTF-8, 21 bytes for the longest number, 3 for a container. */
export function itemBytes(item: JsonObject): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value as JsonObject),
    0,
  );
}

function valueBytes(value: JsonObject): number {
  const [type, content] = Object.entries(value)[0] ?? ['NULL', true];
  if (type === 'S') return Buffer.byteLength(String(content));
  if (type === 'N') return numberBytes(String(content));
  if (type === 'B') return Buffer.byteLength(String(content), 'base64');
  if (type === 'M') return 3 + itemBytes(content as JsonObject) + Object.keys(content as JsonObject).length;
  if (type === 'L') return 3 + sum(content, (entry) => 1 + valueBytes(entry as JsonObject));
  if (type === 'NS') return sum(content, (entry) => numberBytes(String(entry)));
  return type === 'SS' || type === 'BS' ? sum(content, (entry) => Buffer.byteLength(String(entry))) : 1;
}

function numberBytes(digits: string): number {
  return Math.min(21, Math.ceil(digits.replace(/[^0-9]/g, '').length / 2) + 1);
}

function sum(values: Json | undefined, bytes: (value: Json) => number): number {
  return (Array.isArray(values) ? (values as Json[]) : []).reduce<number>((total, value) => total + bytes(value), 0);
}
