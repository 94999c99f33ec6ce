import type { Node } from 'constructs';

/** The stage that owns the plain names (`heed`, `heed-people`); every other one carries its name in them. */
export const MAIN_STAGE = 'live';

/** What a deployment says about itself, in CDK context (`cdk.json` or `--context name=value`). */
export type DeploymentSettings = {
  readonly stage: string;
  /** Begins every physical name, so that two stages live in one account. */
  readonly prefix: string;
  /** The domain that mail is sent from; absent: the operator brings an identity that SES has verified. */
  readonly senderDomain: string | undefined;
  /** The domain that links in mails point to, with its ACM certificate in the same region. */
  readonly link: { readonly domain: string; readonly certificateArn: string } | undefined;
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
    alarmTopicArn: readText(node, 'alarmTopicArn'),
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
