/** Enough of an address to recognise one's own, never all of it (P-32): `a•••@e•••.org`. */
export function masked(email: string): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  const ending = domain.slice(domain.lastIndexOf('.'));
  return `${email.charAt(0)}•••@${domain.charAt(0)}•••${ending}`;
}
