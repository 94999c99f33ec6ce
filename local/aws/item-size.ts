import type { Json, JsonObject } from '../../shared/kernel/json.ts';

/** An item's size in bytes as DynamoDB counts it: names and values in UTF-8, 21 bytes for the longest number, 3 for a container. */
export function itemBytes(item: JsonObject): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value as JsonObject),
    0,
  );
}

function valueBytes(value: JsonObject): number {
  const [type, content = null] = Object.entries(value)[0] ?? ['NULL'];
  if (type === 'M') return 3 + Object.keys(content as JsonObject).length + itemBytes(content as JsonObject);
  if (type === 'L') return 3 + sum(content, (entry) => 1 + valueBytes(entry as JsonObject));
  if (type === 'NS') return sum(content, numberBytes);
  if (type === 'SS' || type === 'BS') return sum(content, textBytes);
  if (type === 'N') return numberBytes(content);
  return type === 'S' || type === 'B' ? textBytes(content) : 1;
}

/** Binary travels as base64, a third longer than it is: near enough for whole KBs. */
function textBytes(text: Json): number {
  return typeof text === 'string' ? Buffer.byteLength(text) : 0;
}

function numberBytes(digits: Json): number {
  return typeof digits === 'string' ? Math.min(21, Math.ceil(digits.replace(/[^0-9]/g, '').length / 2) + 1) : 0;
}

function sum(values: Json, bytes: (value: Json) => number): number {
  return (Array.isArray(values) ? (values as Json[]) : []).reduce<number>((total, value) => total + bytes(value), 0);
}
