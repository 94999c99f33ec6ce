import { Annotations, CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { DomainName, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AttributeType, ProjectionType, StreamViewType, type Table } from 'aws-cdk-lib/aws-dynamodb';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { CfnEmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { DUE_AT, DUE_INDEX, DUE_SHARD, PK, PROFILE_ID, SK, TTL } from '../shared/table/keys.ts';
import type { DeploymentSettings } from './deployment-settings.ts';
import { retainedTable } from './retained-table.ts';

/** All that must not be lost: people, evidence, the key of the keyed hashes, the names that mails and links carry. */
export class DataStack extends Stack {
  readonly people: Table;
  readonly records: Table;
  readonly macKey: Key;
  readonly linkDomain: DomainName | undefined;

  constructor(scope: Construct, id: string, settings: DeploymentSettings, props: StackProps) {
    super(scope, id, props);
    this.people = peopleTable(this, settings);
    this.records = retainedTable(this, 'Records', {
      tableName: `${settings.prefix}-records`,
      partitionKey: { name: PK, type: AttributeType.STRING },
      sortKey: { name: SK, type: AttributeType.STRING },
      timeToLiveAttribute: TTL,
    });
    this.macKey = macKey(this, settings);
    senderIdentity(this, settings);
    this.linkDomain = linkDomain(this, settings);
    new CfnOutput(this, 'PeopleTable', { value: this.people.tableName });
    new CfnOutput(this, 'RecordsTable', { value: this.records.tableName });
  }
}

function peopleTable(scope: Construct, settings: DeploymentSettings): Table {
  const people = retainedTable(scope, 'People', {
    tableName: `${settings.prefix}-people`,
    partitionKey: { name: PROFILE_ID, type: AttributeType.STRING },
    // The relay needs the effects of the commit, which only the new image has.
    stream: StreamViewType.NEW_IMAGE,
  });
  people.addGlobalSecondaryIndex({
    indexName: DUE_INDEX,
    partitionKey: { name: DUE_SHARD, type: AttributeType.NUMBER },
    sortKey: { name: DUE_AT, type: AttributeType.NUMBER },
    // Keys only: a commit that leaves the timer alone then writes nothing to the index.
    projectionType: ProjectionType.KEYS_ONLY,
  });
  return people;
}

/** The key of every keyed hash and link token (P-59). Without it no address row can be found again: never deleted. */
function macKey(scope: Construct, settings: DeploymentSettings): Key {
  return new Key(scope, 'MacKey', {
    description: `${settings.prefix}: keyed hashes of addresses, link tokens`,
    keySpec: KeySpec.HMAC_256,
    keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

function senderIdentity(stack: Stack, settings: DeploymentSettings): void {
  if (settings.senderDomain === undefined) {
    Annotations.of(stack).addWarningV2(
      'heed:no-sender-domain',
      'No "senderDomain" in the context: SES gets no identity from this stack. Mail goes out only from an identity that ' +
        'you verified yourself, with Easy DKIM. Deploy with --context senderDomain=news.example.com to have it made.',
    );
    return;
  }
  const identity = new CfnEmailIdentity(stack, 'SenderIdentity', {
    emailIdentity: settings.senderDomain,
    // Bounces come back as events; a second copy by mail would be addresses in somebody's inbox.
    feedbackAttributes: { emailForwardingEnabled: false },
    // P-87: SPF is asked of the return path. That of SES is amazonses.com, which aligns with nobody's From. Until its MX record is
    // there mail goes out with SES's own.
    mailFromAttributes: { mailFromDomain: `bounce.${settings.senderDomain}`, behaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
  });
  identity.applyRemovalPolicy(RemovalPolicy.RETAIN);
  const dkim = [
    [identity.attrDkimDnsTokenName1, identity.attrDkimDnsTokenValue1],
    [identity.attrDkimDnsTokenName2, identity.attrDkimDnsTokenValue2],
    [identity.attrDkimDnsTokenName3, identity.attrDkimDnsTokenValue3],
  ] as const;
  for (const [index, [name, value]] of dkim.entries()) {
    new CfnOutput(stack, `DkimRecord${index + 1}`, { value: `${name} CNAME ${value}` });
  }
  const returnPath = `bounce.${settings.senderDomain}`;
  new CfnOutput(stack, 'ReturnPathMx', { value: `${returnPath} MX 10 feedback-smtp.${stack.region}.amazonses.com` });
  new CfnOutput(stack, 'ReturnPathSpf', { value: `${returnPath} TXT "v=spf1 include:amazonses.com -all"` });
}

function linkDomain(stack: Stack, settings: DeploymentSettings): DomainName | undefined {
  if (settings.link === undefined) {
    Annotations.of(stack).addWarningV2(
      'heed:no-link-domain',
      'No "linkDomain" in the context: unsubscribe links point to the generated address of the web API and die with it, ' +
        'but a link in a mail must work for 24 months. Before the first mail deploy with ' +
        '--context linkDomain=links.example.com --context linkCertificateArn=arn:aws:acm:...',
    );
    return undefined;
  }
  const domain = new DomainName(stack, 'LinkDomain', {
    domainName: settings.link.domain,
    securityPolicy: SecurityPolicy.TLS_1_2,
    certificate: Certificate.fromCertificateArn(stack, 'LinkCertificate', settings.link.certificateArn),
  });
  domain.applyRemovalPolicy(RemovalPolicy.RETAIN);
  new CfnOutput(stack, 'LinkDomainTarget', {
    value: `${settings.link.domain} CNAME ${domain.regionalDomainName}`,
  });
  return domain;
}
