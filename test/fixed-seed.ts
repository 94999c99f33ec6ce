import fc from 'fast-check';

// The same examples in every run: what is red here is red everywhere. `HEED_SEED=random` looks at new ones.
const { HEED_SEED } = process.env;
if (HEED_SEED !== 'random') fc.configureGlobal({ seed: Number(HEED_SEED ?? 20_261_121) });
