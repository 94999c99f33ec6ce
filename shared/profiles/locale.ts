/**
 * The one locale that a message or page is in (P-99): exact, then language alone, then the default.
 * Gives null when not even the default is there: the content is incomplete.
 */
export function resolveLocale(
  wanted: string | undefined,
  available: readonly string[],
  fallback: string,
): string | null {
  const tag = wanted?.replace('_', '-').toLowerCase();
  const find = (candidate: string | undefined) => available.find((each) => each.toLowerCase() === candidate);
  return find(tag) ?? find(tag?.split('-')[0]) ?? find(fallback.toLowerCase()) ?? null;
}
