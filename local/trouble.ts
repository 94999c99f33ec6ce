/** Something that may fail many times a second: told when it begins to, and not again before it went well in between. */
export interface Trouble {
  failed(error: unknown): void;
  wentWell(): void;
}

/** `what` begins the line, such as `a queue cannot be read`. */
export function trouble(say: (line: string) => void, what: string): Trouble {
  let isTold = false;
  return {
    failed(error) {
      if (!isTold) say(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      isTold = true;
    },
    wentWell() {
      isTold = false;
    },
  };
}
