/** Words by which people name a list that was not given to them by the person: bought, rented, shared, scraped (P-54). */
const SHARED =
  /\b(bought|purchased?[ -]?list|purchased|rented|rental|leased|brokers?|brokered|scraped|harvested|third[ -]party (list|data)|partner list|shared list|affiliate list|co-?registration|gekauft\w*|gemietet\w*|angemietet\w*|adressh[aä]ndler)\b/i;

/**
 * True for a source that names a bought, rented or shared list: nobody on it agreed to hear from this company, so no permission can
 * rest on it (P-54). It reads the company's own words; somebody who writes others is not found out here.
 */
export function namesSharedList(source: string): boolean {
  return SHARED.test(source);
}
