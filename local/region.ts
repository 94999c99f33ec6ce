/** The region and account that the run pretends to be in. The queue engine knows no other account. */
export const REGION = 'eu-central-1';
export const ACCOUNT_ID = '000000000000';
