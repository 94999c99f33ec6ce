import type { ReleaseContent } from './definitions.ts';
import type { Finding } from './findings.ts';
import { readYaml } from './yaml-file.ts';

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/**
 * Staff domains are asked in the active release, and runs walk on with the steps they began with: a domain that is taken away
 * leaves mails to colleagues behind that nobody gets. `text` is the new settings.yaml, for the line.
 */
export function staffChanges(before: ReleaseContent, after: ReleaseContent, text: string): Finding[] {
  const kept = new Set(after.settings.staffDomains);
  const gone = before.settings.staffDomains.filter((domain) => !kept.has(domain));
  const yaml = readYaml('settings.yaml', text);
  return gone.flatMap((domain) => {
    const writing = before.campaigns.filter(({ steps }) =>
      steps.some((step) => step.type === 'notify' && domainOf(step.to) === domain),
    );
    if (writing.length === 0) return [];
    const ids = writing.map(({ id }) => id).join(', ');
    const words = `${domain} is no staff domain any more, and runs of ${ids} that are under way still write to a colleague there: those mails are refused (recipient-not-allowed). Keep the domain until these runs are over`;
    return [yaml.at(['staff', 'domains'], words, 'warning')];
  });
}
