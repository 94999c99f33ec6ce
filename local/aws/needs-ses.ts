import type { Json, JsonObject } from '../../shared/kernel/json.ts';
import { ACCOUNT, type Need, text } from './need.ts';
import { addressOf } from './ses-address.ts';

/** SendEmail needs the sending identity and, where one is named, the configuration set; other calls have no resource. */
export function sesNeeds(action: string, input: JsonObject, region: string): Need[] {
  if (action !== 'SendEmail') return [{ action: `ses:${action}`, resources: ['*'], context: {} }];
  const arn = (resource: string) => `arn:aws:ses:${region}:${ACCOUNT}:${resource}`;
  const from = addressOf(text(input.FromEmailAddress) ?? '');
  const context = {
    'ses:ApiVersion': ['2'],
    'ses:FromAddress': [from],
    'ses:Recipients': recipients(input.Destination),
    ...(text(input.FeedbackForwardingEmailAddress) && {
      'ses:FeedbackAddress': [text(input.FeedbackForwardingEmailAddress)!],
    }),
  };
  const identities = text(input.FromEmailAddressIdentityArn)
    ? [text(input.FromEmailAddressIdentityArn)!]
    : identitiesOf(from).map((identity) => arn(`identity/${identity}`));
  // A raw message is another permission, though the call is the same.
  const sending = (input.Content as JsonObject | undefined)?.Raw === undefined ? 'ses:SendEmail' : 'ses:SendRawEmail';
  const set = text(input.ConfigurationSetName);
  return [
    { action: sending, resources: identities, context },
    ...(set ? [{ action: sending, resources: [arn(`configuration-set/${set}`)], context }] : []),
  ];
}

/** What a sender may be verified as: its domain, the domains above, the address itself. */
function identitiesOf(address: string): string[] {
  const labels = (address.split('@')[1] ?? '').toLowerCase().split('.');
  const domains = labels.slice(0, Math.max(1, labels.length - 1)).map((_, index) => labels.slice(index).join('.'));
  return [...domains, address];
}

function recipients(destination: Json | undefined): string[] {
  const { ToAddresses, CcAddresses, BccAddresses } = (destination ?? {}) as JsonObject;
  return [ToAddresses, CcAddresses, BccAddresses].flatMap((list) =>
    Array.isArray(list) ? list.filter((entry) => typeof entry === 'string').map((entry) => addressOf(entry)) : [],
  );
}
