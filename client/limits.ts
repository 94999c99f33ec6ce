/** PutEvents takes ten entries, together below 1 MB. */
export const MOST_ENTRIES = 10;
export const MOST_CALL_BYTES = 1_000_000;

/** The bus bills an entry by chunks of 64 KB: one that is just below costs one, whichever KB is meant. */
export const ENTRY_BYTES = 64_000;

/** What heed takes in one `heed.batch`. */
export const MOST_EVENTS = 200;

/** Around the items of an entry: `{"events":[]}`, the type `heed.batch`, the time, and a source of at most 256 letters. */
export const AROUND = 320;

/** An event larger than this fits into no call. */
export const LARGEST_EVENT = MOST_CALL_BYTES - AROUND;
