import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

type Feedback = {
  readonly type: string;
  readonly detailType: string;
  /** The member of `detail` that holds what happened. */
  readonly member: string;
  /** Whether that member tells its own time; SES leaves it out where nothing left the house. */
  readonly timed: boolean;
  /** Further facts: our name of it to the path below the member. */
  readonly facts: Readonly<Record<string, string>>;
};

/** Everything that is let through. Addresses, headers and diagnostic codes, which quote addresses, are not (P-57). */
const FEEDBACK: readonly Feedback[] = [
  { type: 'delivery', detailType: 'Email Delivered', member: 'delivery', timed: true, facts: {} },
  {
    type: 'bounce',
    detailType: 'Email Bounced',
    member: 'bounce',
    timed: true,
    facts: { feedbackId: 'feedbackId', bounceType: 'bounceType', bounceSubType: 'bounceSubType' },
  },
  {
    type: 'complaint',
    detailType: 'Email Complaint Received',
    member: 'complaint',
    timed: true,
    facts: {
      feedbackId: 'feedbackId',
      complaintFeedbackType: 'complaintFeedbackType',
      complaintSubType: 'complaintSubType',
    },
  },
  { type: 'reject', detailType: 'Email Rejected', member: 'reject', timed: false, facts: { reason: 'reason' } },
  {
    type: 'delivery-delay',
    detailType: 'Email Delivery Delayed',
    member: 'deliveryDelay',
    timed: true,
    facts: { delayType: 'delayType' },
  },
  { type: 'rendering-failure', detailType: 'Email Rendering Failed', member: 'failure', timed: false, facts: {} },
  { type: 'open', detailType: 'Email Opened', member: 'open', timed: true, facts: { userAgent: 'userAgent' } },
  {
    type: 'click',
    detailType: 'Email Clicked',
    member: 'click',
    timed: true,
    facts: { userAgent: 'userAgent', link: 'link' },
  },
];

export type FeedbackRulesProps = {
  readonly prefix: string;
  /** Only mail of these configuration sets is ours; the account may send other mail too. */
  readonly configurationSets: readonly string[];
  readonly inputs: IQueue;
};

/**
 * One rule and one input transformer for each kind of SES feedback, on the default bus, into the queue of inputs.
 * No dead-letter queue on purpose: see the acknowledgement.
 */
export class FeedbackRules extends Construct {
  readonly rules: readonly CfnRule[];
  /** Those whose loss would let heed write to somebody it must not write to. */
  readonly lowering: readonly CfnRule[];

  constructor(scope: Construct, id: string, props: FeedbackRulesProps) {
    super(scope, id);
    const byType = new Map(FEEDBACK.map((feedback) => [feedback.type, this.addRule(feedback, props)]));
    this.rules = [...byType.values()];
    this.lowering = [...byType].filter(([type]) => type === 'bounce' || type === 'complaint').map(([, rule]) => rule);
    Validations.of(this).acknowledge({
      id: 'Serverless-EventBusDLQ',
      reason:
        'A dead letter is the event before its transformation, addresses and headers included, which must rest nowhere ' +
        '(P-57). EventBridge retries for 24 hours, an alarm watches; the SES suppression list stands behind it.',
    });
  }

  private addRule(feedback: Feedback, props: FeedbackRulesProps): CfnRule {
    return new CfnRule(this, feedback.type, {
      name: `${props.prefix}-feedback-${feedback.type}`,
      description: `SES feedback "${feedback.detailType}", without addresses and headers, to the inputs`,
      eventPattern: {
        source: ['aws.ses'],
        'detail-type': [feedback.detailType],
        detail: { mail: { tags: { 'ses:configuration-set': [...props.configurationSets] } } },
      },
      targets: [
        {
          id: 'inputs',
          arn: props.inputs.queueArn,
          inputTransformer: inputTransformer(feedback),
        },
      ],
    });
  }
}

/**
 * Every scalar stands in quotes, so that an absent one becomes an empty string, which means absent: unquoted it would
 * leave a hole, and the message would be no JSON.
 */
function inputTransformer(feedback: Feedback): CfnRule.InputTransformerProperty {
  const at = feedback.timed ? `$.detail.${feedback.member}.timestamp` : '$.time';
  const paths: Record<string, string> = {
    id: '$.id',
    at,
    sesMessageId: '$.detail.mail.messageId',
    sendId: '$.detail.mail.tags.sendId[0]',
    profileId: '$.detail.mail.tags.profileId[0]',
    address: '$.detail.mail.tags.address[0]',
    class: '$.detail.mail.tags.class[0]',
    topic: '$.detail.mail.tags.topic[0]',
    mailAt: '$.detail.mail.timestamp',
  };
  for (const [name, path] of Object.entries(feedback.facts)) paths[name] = `$.detail.${feedback.member}.${path}`;
  const fields = Object.keys(paths).map((name) => `"${name}":"<${name}>"`);
  return {
    inputPathsMap: paths,
    inputTemplate: `{"heed":"feedback","type":"${feedback.type}",${fields.join(',')}}`,
  };
}
