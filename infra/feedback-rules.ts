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
  {
    // heed keeps no lists at SES (P-89); should an operator, then an opt-out there is heard.
    type: 'subscription',
    detailType: 'Email Subscribed',
    member: 'subscription',
    timed: true,
    facts: { unsubscribeAll: 'newTopicPreferences.unsubscribeAll' },
  },
];

const LOWERING: ReadonlySet<string> = new Set(['bounce', 'complaint', 'subscription']);

/** What `decide` gets of it: no id and no word of the event. */
const AUTHENTICATION_REFUSED = JSON.stringify({ heed: 'notice', notice: 'authentication-refused' });

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
    this.rules = [...byType.values(), this.addAuthenticationRule(props)];
    this.lowering = [...byType].filter(([type]) => LOWERING.has(type)).map(([, rule]) => rule);
    Validations.of(this).acknowledge({
      id: 'Serverless-EventBusDLQ',
      reason:
        'A dead letter is the event before its transformation, addresses and headers included, which must rest nowhere ' +
        '(P-57). EventBridge retries for 24 hours, an alarm watches; the SES suppression list stands behind it.',
    });
  }

  /**
   * A receiver refused the authentication of our domain (P-87). The code stands in the words of a diagnostic, which may quote
   * addresses: the rule looks at them where they are, and passes on no more than that it happened.
   */
  private addAuthenticationRule(props: FeedbackRulesProps): CfnRule {
    return new CfnRule(this, 'authentication-refused', {
      name: `${props.prefix}-authentication-refused`,
      description: 'A receiver refused the authentication of the sending domain (5.7.515, 5.7.26)',
      eventPattern: {
        source: ['aws.ses'],
        'detail-type': ['Email Bounced'],
        detail: {
          mail: { tags: { 'ses:configuration-set': [...props.configurationSets] } },
          bounce: {
            bouncedRecipients: { diagnosticCode: [{ wildcard: '*5.7.515*' }, { wildcard: '*5.7.26*' }] },
          },
        },
      },
      targets: [{ id: 'inputs', arn: props.inputs.queueArn, input: AUTHENTICATION_REFUSED }],
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
    template: '$.detail.mail.tags.template[0]',
    mailAt: '$.detail.mail.timestamp',
  };
  for (const [name, path] of Object.entries(feedback.facts)) paths[name] = `$.detail.${feedback.member}.${path}`;
  const fields = Object.keys(paths).map((name) => `"${name}":"<${name}>"`);
  return {
    inputPathsMap: paths,
    inputTemplate: `{"heed":"feedback","type":"${feedback.type}",${fields.join(',')}}`,
  };
}
