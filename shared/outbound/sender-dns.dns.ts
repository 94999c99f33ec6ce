import { Resolver } from 'node:dns/promises';
import type { DnsAnswer, SenderDns } from '../content/sender-dns.ts';
import { SECOND } from '../kernel/instants.ts';

/** The name is there without such a record, or is not there. */
const NOTHING: ReadonlySet<unknown> = new Set(['ENODATA', 'ENOTFOUND']);

async function answered(asked: Promise<readonly string[]>): Promise<DnsAnswer> {
  try {
    return (await asked).map((each) => each.replace(/\.$/, ''));
  } catch (error) {
    return NOTHING.has((error as NodeJS.ErrnoException).code) ? [] : null;
  }
}

/** DNS as this machine sees it. A name server that does not answer costs four seconds a name. */
export function nodeSenderDns(resolver = new Resolver({ timeout: 2 * SECOND, tries: 2 })): SenderDns {
  const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase());
  return {
    txt: (name) => answered(resolver.resolveTxt(name).then((records) => records.map((parts) => parts.join('')))),
    cname: (name) => answered(resolver.resolveCname(name).then(lower)),
    mx: (name) => answered(resolver.resolveMx(name).then((all) => lower(all.map(({ exchange }) => exchange)))),
  };
}
