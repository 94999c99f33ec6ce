import * as z from 'zod';
import type { Told } from '../../shared/api/endpoint.ts';
import type { rejectedSchema } from '../../shared/api/rejected.ts';
import { jsonIn } from '../../shared/kernel/json.ts';
import type { RejectedRecord } from '../../shared/outbound/rejected-shelf.sqs.ts';

const rejection = z.object({
  reason: z.string(),
  problems: z.array(z.object({ field: z.string(), message: z.string() })),
  record: z.string(),
  at: z.string(),
});

const envelope = z.object({
  'detail-type': z.string().optional(),
  source: z.string().optional(),
  detail: z.object({ profileId: z.string().optional(), eventId: z.string().optional() }).optional(),
});

/** What lies in the queue, told: why, since when, of whom where it says so. Its `record` is as it came, text where it is no JSON. */
export function rejectedView({ id, body }: RejectedRecord): Told<z.input<typeof rejectedSchema>> {
  const parsed = rejection.safeParse(jsonIn(body));
  if (!parsed.success) return { id, reason: 'unreadable', problems: [], record: body };
  const { record, ...told } = parsed.data;
  const json = jsonIn(record);
  const about = envelope.safeParse(json);
  const { 'detail-type': type, detail } = about.success ? about.data : {};
  return {
    id,
    ...told,
    type: type ?? null,
    profileId: detail?.profileId ?? null,
    eventId: detail?.eventId ?? null,
    record: json ?? record,
  };
}

/** The record as it came, to be taken once more; null for what no input ever was. */
export function recordOf({ body }: RejectedRecord): string | null {
  const parsed = rejection.safeParse(jsonIn(body));
  return parsed.success ? parsed.data.record : null;
}
