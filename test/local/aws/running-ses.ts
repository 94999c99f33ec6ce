import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import type { SesEventType } from '../../../local/aws/inbox-mail.ts';
import { type RunningGateway, runGateway } from './running-gateway.ts';

const ALL: SesEventType[] = ['delivery', 'bounce', 'complaint', 'reject', 'deliveryDelay', 'open', 'click'];

/** A gateway with a configuration set that publishes everything, `marketing`, and one that publishes nothing, `silent`. */
export function runSes(): Promise<RunningGateway> {
  const inputs = { id: 'i', arn: 'arn:aws:sqs:x:0:inputs' };
  return runGateway({
    configurationSets: new Map([
      ['marketing', ALL],
      ['silent', []],
    ]),
    rules: [{ bus: 'default', name: 'feedback', pattern: { source: ['aws.ses'] }, targets: [inputs] }],
  });
}

/** Events that came through the rule, oldest first. */
export function eventsOf(run: RunningGateway) {
  return run.delivered.map(({ body }) => JSON.parse(body));
}

/** A mail that SES takes; tests name what differs. */
export const mail = (overrides: Partial<SendEmailCommandInput> = {}): SendEmailCommandInput => ({
  FromEmailAddress: 'Acme <news@news.acme.example>',
  Destination: { ToAddresses: ['ann@example.org'] },
  ReplyToAddresses: ['care@acme.example'],
  Content: {
    Simple: {
      Subject: { Data: 'Grüße' },
      Body: { Html: { Data: '<p>Hello</p>' }, Text: { Data: 'Hello' } },
      Headers: [{ Name: 'List-Id', Value: 'Acme <news.acme.example>' }],
    },
  },
  EmailTags: [{ Name: 'profileId', Value: 'c__4_d2_c1' }],
  ConfigurationSetName: 'marketing',
  ...overrides,
});
