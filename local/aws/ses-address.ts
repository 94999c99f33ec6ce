/** The bare address of `Name <address>`; an address without brackets is itself. */
export function addressOf(mailbox: string): string {
  return (/<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox).trim();
}

/** What SES finds wrong with a mailbox, in its own words; null when it takes it. Local part 7-bit ASCII only, domain in Punycode. */
export function addressFault(mailbox: string): string | null {
  const address = addressOf(mailbox);
  const at = address.lastIndexOf('@');
  if (at < 0) return "Missing final '@domain'";
  if (at === address.length - 1) return 'Missing domain';
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  if (local === '') return 'Missing local name';
  if (/[^!-~]/.test(local)) return 'Local address contains control or whitespace or non-ASCII characters';
  if (!/^[!#-'*+\-/-9=?A-Z^-~.]+$/.test(local) && !/^"[^"\r\n]*"$/.test(local))
    return 'Local address contains illegal character';
  if (/(^\.|\.\.|\.$)/.test(local)) return 'Local address starts with, ends with or doubles a dot';
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(domain) || domain.includes('..'))
    return 'Domain contains illegal character';
  return /\s/.test(address) ? 'Domain contains control or whitespace' : null;
}
