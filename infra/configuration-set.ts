import { Stack } from 'aws-cdk-lib';
import { CfnConfigurationSet, CfnConfigurationSetEventDestination } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';

/** What SES reports. No `send`: every later event proves that the mail was accepted, and sends would double the events. */
export const REPORTED_EVENTS = [
  'delivery',
  'bounce',
  'complaint',
  'reject',
  'deliveryDelay',
  'renderingFailure',
  'open',
  'click',
  'subscription',
] as const;

/** How one class of mail leaves, and where SES tells what became of it: the default bus, the only one it can reach. */
export class ConfigurationSet extends Construct {
  readonly configurationSetName: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    const set = new CfnConfigurationSet(this, 'Set', {
      name,
      deliveryOptions: { tlsPolicy: 'REQUIRE' },
      // The account's list stays on as the backstop of our own suppression; an empty list here would switch it off (P-78).
      suppressionOptions: { suppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      reputationOptions: { reputationMetricsEnabled: true },
      sendingOptions: { sendingEnabled: true },
    });
    const stack = Stack.of(this);
    this.configurationSetName = set.ref;
    this.arn = stack.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: set.ref });
    new CfnConfigurationSetEventDestination(this, 'Feedback', {
      configurationSetName: set.ref,
      eventDestination: {
        name: 'feedback',
        enabled: true,
        matchingEventTypes: [...REPORTED_EVENTS],
        eventBridgeDestination: {
          eventBusArn: stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' }),
        },
      },
    });
  }
}
