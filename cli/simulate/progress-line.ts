import { type Instant, isoDay } from '../../shared/kernel/instants.ts';

const WIDTH = 24;
/** Often enough to look alive. */
const EVERY_MS = 100;

export interface ProgressLine {
  /** `share` of the files that was read, 0 to 1. */
  show(share: number, now: Instant): void;
  /** A line of its own, which stays. */
  say(words: string): void;
  clear(): void;
}

/** One line on a terminal with the share of the files that was read and the day on the virtual clock; silent elsewhere. */
export function progressLine(isWanted: boolean, terminal: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!isWanted || !terminal.isTTY) return { show() {}, say() {}, clear() {} };
  let drawn = 0;
  return {
    show(share, now) {
      if (Date.now() - drawn < EVERY_MS) return;
      drawn = Date.now();
      const bar = '='.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, ' ');
      terminal.write(`\r[${bar}] ${String(Math.floor(share * 100)).padStart(3)} %  ${isoDay(now)}\u001b[K`);
    },
    say: (words) => void terminal.write(`\r${words}\u001b[K\n`),
    clear: () => void terminal.write('\r\u001b[K'),
  };
}
