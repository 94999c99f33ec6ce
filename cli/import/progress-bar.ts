const WIDTH = 24;
/** Often enough to look alive; drawing costs more than reading a row. */
const EVERY_MS = 100;

export interface ProgressBar {
  /** `share` of the file, 0 to 1. */
  show(share: number, accepted: number, refused: number): void;
  clear(): void;
}

const silent: ProgressBar = { show() {}, clear() {} };

/** One line on a terminal, drawn over itself; nothing where the output is not one, or is JSON. */
export function progressBar(isWanted: boolean, terminal: NodeJS.WriteStream = process.stderr): ProgressBar {
  if (!isWanted || !terminal.isTTY) return silent;
  let drawn = 0;
  return {
    show(share, accepted, refused) {
      if (Date.now() - drawn < EVERY_MS) return;
      drawn = Date.now();
      const full = Math.round(Math.min(share, 1) * WIDTH);
      const bar = '='.repeat(full).padEnd(WIDTH, ' ');
      const percent = String(Math.floor(Math.min(share, 1) * 100)).padStart(3);
      terminal.write(`\r[${bar}] ${percent} %  ${accepted} accepted, ${refused} refused\u001b[K`);
    },
    clear: () => void terminal.write('\r\u001b[K'),
  };
}
