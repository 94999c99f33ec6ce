import { readFileSync } from 'node:fs';
import { getStanding } from '../../shared/api/standing.ts';
import { checkDkimHeaders } from '../../shared/content/received-mail.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { ask } from '../ask.ts';
import { type Check, checkLines } from '../doctor/check.ts';
import { deploymentChecks } from '../doctor/deployment-checks.ts';
import { print } from '../print.ts';
import { CliError, type Verb } from '../verb.ts';

interface DoctorOptions extends ApiOptions {
  readonly message?: string;
}

/** Is this deployment fit to send? Or, of one received mail: is its one-click unsubscribing signed (P-03)? */
export const doctor: Verb = {
  name: 'doctor',
  configure(command) {
    withApiOptions(command)
      .description(
        'check the deployment, its SES account, its links and its sender domains; or a mail as it was received',
      )
      .option(
        '--message <file.eml>',
        'the source of a received marketing mail: is its unsubscribing DKIM-signed (P-03)?',
      )
      .addHelpText(
        'after',
        '\nAsks SES and DNS from this machine, with your own AWS credentials (ses:GetAccount, ses:GetEmailIdentity).' +
          '\nEnds with 1 where a fault was found.' +
          '\n\nExamples:\n  npx heed doctor --api https://abc.execute-api.eu-central-1.amazonaws.com\n  npx heed doctor --message canary.eml',
      )
      .action(async (options: DoctorOptions) => {
        const checks = options.message === undefined ? await examine(options) : examineMail(options.message);
        const ok = checks.every(({ verdict }) => verdict !== 'fault');
        print(options.json, { ok, checks }, checkLines(checks));
        if (!ok) process.exitCode = 1;
      });
  },
};

async function examine(options: ApiOptions): Promise<readonly Check[]> {
  const { told: standing } = await ask(options, getStanding);
  // Loaded late: no other verb needs an AWS client.
  const { doctorsCloud } = await import('../doctor/cloud.ts');
  const { accountChecks } = await import('../doctor/account-checks.ts');
  const { ses, isLocal } = doctorsCloud(options);
  const checks = [...deploymentChecks(standing), ...(await accountChecks(ses))];
  const domains = [...new Set(standing.senders.map(({ domain }) => domain))];
  if (isLocal) {
    const words = `${domains.join(', ') || 'none'}: not looked up, since mail of the local run never leaves this machine`;
    return [...checks, { check: 'sender', verdict: 'unknown', words }];
  }
  const { senderChecks } = await import('../doctor/sender-checks.ts');
  const { nodeSenderDns } = await import('../../shared/outbound/sender-dns.dns.ts');
  const { sesSenderIdentities } = await import('../../shared/outbound/sender-identities.ses.ts');
  return [...checks, ...(await senderChecks(nodeSenderDns(), sesSenderIdentities(ses), domains))];
}

function examineMail(file: string): readonly Check[] {
  const { from, signatures, faults } = checkDkimHeaders(read(file));
  if (faults.length > 0) return faults.map((words) => ({ check: 'message', verdict: 'fault', words }));
  const signers = signatures.map(({ domain }) => domain).join(', ');
  const words = `from ${from}, signed by ${signers}: one-click unsubscribing is covered. Whether the signature is valid says its Authentication-Results`;
  return [{ check: 'message', verdict: 'fine', words }];
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    throw new CliError(2, `${file} cannot be read: save the source of the mail as a file`);
  }
}
