import { synthesize as synthesizeWhole } from '../../local/synthesize.ts';
import type { SynthesizedStack, Template } from '../../local/template/read-template.ts';

/** Statements that are taken away: what `send` may ask of SES, and all that let `web` write. */
const TAKEN: Readonly<Record<string, string>> = { SendRole: 'ses:SendEmail', WebRole: 'dynamodb:PutItem' };

interface Statement {
  readonly Action: string | readonly string[];
}

/** The app that is deployed, less some statements of its roles. `run-without-grants.ts` puts it in the place of local/synthesize.ts. */
export async function synthesize(): Promise<SynthesizedStack[]> {
  const stacks = await synthesizeWhole();
  for (const { template } of stacks) takeGrants(template);
  return stacks;
}

function takeGrants({ Resources = {} }: Template): void {
  for (const [logicalId, { Type, Properties = {} }] of Object.entries(Resources)) {
    const taken = Object.keys(TAKEN).find((role) => Type === 'AWS::IAM::Role' && logicalId.includes(role));
    if (!taken) continue;
    for (const { PolicyDocument } of Properties['Policies'] as { PolicyDocument: { Statement: Statement[] } }[]) {
      PolicyDocument.Statement = PolicyDocument.Statement.filter(
        ({ Action }) => ![Action].flat().includes(TAKEN[taken] ?? ''),
      );
    }
  }
}
