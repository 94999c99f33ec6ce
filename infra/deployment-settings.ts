import type { Node } from 'constructs';

/** The stage that owns the plain names (`heed`, `heed-people`); every other one carries its name in them. */
export const MAIN_STAGE = 'live';

/** The stage of the laptop, whose mail never leaves it. */
export const LOCAL_STAGE = 'local';

/** Stages that write to everybody: the one for customers, and the laptop's, which sends nothing. */
const UNBOUND: ReadonlySet<string> = new Set([MAIN_STAGE, LOCAL_STAGE]);

/** The mailbox simulator of SES: no person, no quota, no effect on the reputation. */
const SIMULATOR = '*@simulator.amazonses.com';

/** What a deployment says about itself, in CDK context (`cdk.json` or `--context name=value`). */
export type DeploymentSettings = {
  readonly stage: string;
  /** Begins every physical name, so that two stages live in one account. */
  readonly prefix: string;
  /** The domain that mail is sent from; absent: the operator brings an identity that SES has verified. */
  readonly senderDomain: string | undefined;
  /** The domain that links in mails point to, with its ACM certificate in the same region. */
  readonly link: { readonly domain: string; readonly certificateArn: string } | undefined;
  /** Whom this stage may write to, as patterns with `*` (P-88); undefined: everybody, which is for `live` and `local` only. */
  readonly allowedRecipients: readonly string[] | undefined;
  /** A help desk tells its tickets, so that a day without any is an alarm (P-105). */
  readonly hasTicketSource: boolean;
  /** An SNS topic that alarms notify. */
  readonly alarmTopicArn: string | undefined;
};

/**
 * Reads the context of a deployment.
 * Throws for a stage that cannot be part of a name, and for a link domain without its certificate (or the reverse),
 * because half of the pair would silently give links that do not last.
 */
export function readDeploymentSettings(node: Node, stage: string): DeploymentSettings {
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(stage)) {
    throw new Error(`The stage "${stage}" must be 1 to 20 of a-z, 0-9 and -, and begin with a letter.`);
  }
  return {
    stage,
    prefix: stage === MAIN_STAGE ? 'heed' : `heed-${stage}`,
    senderDomain: readText(node, 'senderDomain'),
    link: readLink(node),
    hasTicketSource: String(node.tryGetContext('ticketSource') ?? false) === 'true',
    alarmTopicArn: readText(node, 'alarmTopicArn'),
    allowedRecipients: UNBOUND.has(stage) ? undefined : [SIMULATOR, ...readList(node, 'allowedRecipients')],
  };
}

function readLink(node: Node): DeploymentSettings['link'] {
  const domain = readText(node, 'linkDomain');
  const certificateArn = readText(node, 'linkCertificateArn');
  if (domain !== undefined && certificateArn !== undefined) return { domain, certificateArn };
  if (domain === undefined && certificateArn === undefined) return undefined;
  throw new Error('The contexts "linkDomain" and "linkCertificateArn" come together: one of them is missing.');
}

function readText(node: Node, name: string): string | undefined {
  const value: unknown = node.tryGetContext(name);
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw new Error(`The context "${name}" must be text.`);
}

/** A list, or its items with commas between them, which is all that `--context` can say. */
function readList(node: Node, name: string): readonly string[] {
  const value: unknown = node.tryGetContext(name);
  const items = Array.isArray(value) ? value : (readText(node, name) ?? '').split(',');
  const patterns = items.map((item) => String(item).trim()).filter((item) => item !== '');
  const wrong = patterns.find((pattern) => !/^[^\s@]+@[^\s@*][^\s@]*$/.test(pattern));
  if (wrong === undefined) return patterns;
  throw new Error(
    `The context "${name}" takes addresses such as ann@acme.example or *@acme.example, and not "${wrong}".`,
  );
}
