import * as z from 'zod';

const id = (what: string) =>
  z
    .string(`is required: ${what}`)
    .trim()
    .min(1, `is required: ${what}`)
    .max(128, 'takes at most 128 letters')
    .refine((given) => !given.includes('@'), { message: 'looks like a mail address: give an id of your own systems' });

/** `properties` of `ticket.opened` and `ticket.closed` (P-105). */
export const ticketSaid = z.object({ ticketId: id('your own id of the ticket') });

/** `properties` of `flag.set` and `flag.lifted` (P-106). `by` is required: only somebody who can be asked sets or lifts one. */
export const flagSaid = z.object({
  flag: id('the flag, such as bereavement'),
  by: id('who says so: your own id of the colleague or system'),
});
