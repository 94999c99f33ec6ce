import { arn, iamArn, inert, named, queueUrl, type ResourceKind } from './resource-kind.ts';

/** Every type of resource that the runner knows, with what `Ref` and `Fn::GetAtt` give. Any other type stops the start by its name. */
export const RESOURCE_KINDS: Readonly<Record<string, ResourceKind>> = {
  'AWS::ApiGatewayV2::Api': {
    ref: ({ logicalId }) => logicalId,
    attributes: {
      ApiId: ({ logicalId }) => logicalId,
      ApiEndpoint: ({ logicalId, place }) => place.apiOrigin(logicalId),
    },
  },
  'AWS::ApiGatewayV2::ApiMapping': inert,
  'AWS::ApiGatewayV2::Authorizer': inert,
  'AWS::ApiGatewayV2::DomainName': {
    ref: named('DomainName'),
    attributes: { RegionalDomainName: named('DomainName'), RegionalHostedZoneId: () => 'local' },
  },
  'AWS::ApiGatewayV2::Integration': inert,
  'AWS::ApiGatewayV2::Route': inert,
  'AWS::ApiGatewayV2::Stage': inert,
  'AWS::CDK::Metadata': inert,
  'AWS::CloudWatch::Alarm': { ref: named('AlarmName'), attributes: { Arn: arn('cloudwatch', 'alarm:', 'AlarmName') } },
  'AWS::CloudWatch::CompositeAlarm': {
    ref: named('AlarmName'),
    attributes: { Arn: arn('cloudwatch', 'alarm:', 'AlarmName') },
  },
  'AWS::CloudWatch::Dashboard': { ref: named('DashboardName') },
  'AWS::DynamoDB::Table': {
    ref: named('TableName'),
    attributes: {
      Arn: arn('dynamodb', 'table/', 'TableName'),
      // Dynoxide names its own stream; the mapping finds it by the table.
      StreamArn: (resource) => `${arn('dynamodb', 'table/', 'TableName')(resource)}/stream/local`,
    },
  },
  'AWS::Events::Archive': inert,
  'AWS::Events::EventBus': {
    ref: named('Name'),
    attributes: { Name: named('Name'), Arn: arn('events', 'event-bus/', 'Name') },
  },
  'AWS::Events::Rule': { ref: named('Name'), attributes: { Arn: arn('events', 'rule/', 'Name') } },
  'AWS::IAM::ManagedPolicy': { ref: iamArn('policy/', 'ManagedPolicyName'), attributes: {} },
  'AWS::IAM::Policy': inert,
  'AWS::IAM::Role': {
    ref: named('RoleName'),
    attributes: { Arn: iamArn('role/', 'RoleName'), RoleId: ({ logicalId }) => logicalId },
  },
  'AWS::KMS::Alias': { ref: named('AliasName') },
  'AWS::KMS::Key': {
    ref: ({ logicalId }) => logicalId,
    attributes: {
      KeyId: ({ logicalId }) => logicalId,
      Arn: ({ logicalId, place }) => `${place.arnOf('kms')}key/${logicalId}`,
    },
  },
  'AWS::Lambda::EventInvokeConfig': inert,
  'AWS::Lambda::EventSourceMapping': {
    ref: ({ logicalId }) => logicalId,
    attributes: { Id: ({ logicalId }) => logicalId },
  },
  'AWS::Lambda::Function': {
    ref: named('FunctionName'),
    attributes: { Arn: arn('lambda', 'function:', 'FunctionName') },
  },
  'AWS::Lambda::Permission': inert,
  'AWS::Logs::LogGroup': {
    ref: named('LogGroupName'),
    attributes: { Arn: (resource) => `${arn('logs', 'log-group:', 'LogGroupName')(resource)}:*` },
  },
  'AWS::Logs::MetricFilter': inert,
  'AWS::Logs::ResourcePolicy': inert,
  'AWS::Route53::RecordSet': inert,
  'AWS::S3::Bucket': {
    ref: named('BucketName'),
    attributes: { Arn: (resource) => `arn:aws:s3:::${named('BucketName')(resource)}` },
  },
  'AWS::S3::BucketPolicy': inert,
  'AWS::SES::ConfigurationSet': { ref: named('Name') },
  'AWS::SES::ConfigurationSetEventDestination': inert,
  'AWS::SES::EmailIdentity': {
    ref: named('EmailIdentity'),
    attributes: Object.fromEntries(
      [1, 2, 3].flatMap((n) => [
        [`DkimDNSTokenName${n}`, () => `token${n}._domainkey.local`],
        [`DkimDNSTokenValue${n}`, () => `token${n}.dkim.local`],
      ]),
    ),
  },
  'AWS::SNS::Subscription': inert,
  'AWS::SNS::Topic': {
    ref: arn('sns', '', 'TopicName'),
    attributes: { TopicName: named('TopicName'), TopicArn: arn('sns', '', 'TopicName') },
  },
  'AWS::SNS::TopicPolicy': inert,
  'AWS::SQS::Queue': {
    ref: queueUrl,
    attributes: { Arn: arn('sqs', '', 'QueueName'), QueueName: named('QueueName'), QueueUrl: queueUrl },
  },
  'AWS::SQS::QueuePolicy': inert,
  'AWS::Scheduler::Schedule': {
    ref: named('Name'),
    attributes: { Arn: arn('scheduler', 'schedule/default/', 'Name') },
  },
  'AWS::Scheduler::ScheduleGroup': {
    ref: named('Name'),
    attributes: { Arn: arn('scheduler', 'schedule-group/', 'Name') },
  },
} satisfies Record<string, ResourceKind>;
