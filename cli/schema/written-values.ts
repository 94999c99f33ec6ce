import { DAY, HOUR, MINUTE, SECOND } from '../../shared/kernel/instants.ts';

const UNITS = [
  { ms: HOUR, letter: 'H' },
  { ms: MINUTE, letter: 'M' },
  { ms: SECOND, letter: 'S' },
] as const;

/** ms as the shortest ISO 8601 duration: whole days as days, all else below `T`. */
export function durationText(ms: number): string {
  if (ms % DAY === 0) return `P${ms / DAY}D`;
  const unit = UNITS.find((each) => ms % each.ms === 0) ?? UNITS[2];
  return `PT${ms / unit.ms}${unit.letter}`;
}

/** Minutes of the day as `09:00`. */
export function clockText(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
