/** Marks what the types say cannot happen; reaching it is a bug and throws. */
export function assertNever(value: never): never {
  throw new Error(`unexpected variant: ${JSON.stringify(value)}`);
}
