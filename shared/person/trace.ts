import type { TraceLine } from '../messages/gates.ts';

const MOST_BYTES = 400;

/**
 * What a log row keeps of a trace: the gate that decided with the facts it saw, and before it as many of the passed gates'
 * names as fit into 400 bytes. All of it can be asked again by `explain`, gate by gate.
 */
export function boundedTrace(trace: readonly TraceLine[]): readonly TraceLine[] {
  const last = trace.at(-1);
  if (!last) return [];
  const kept = [Buffer.byteLength(JSON.stringify(last)) <= MOST_BYTES - 2 ? last : { ...last, facts: {} }];
  for (const line of trace.slice(0, -1).reverse()) {
    const longer = [{ ...line, facts: {} }, ...kept];
    if (Buffer.byteLength(JSON.stringify(longer)) > MOST_BYTES) break;
    kept.unshift({ ...line, facts: {} });
  }
  return kept;
}
