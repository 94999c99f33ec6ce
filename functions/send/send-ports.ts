import { leasedPacer } from '../../shared/messages/pacer.ts';
import { dynamoClient, kmsClient, sesClient } from '../../shared/outbound/clients.ts';
import { kmsMacKeys } from '../../shared/outbound/mac-keys.kms.ts';
import { sesSendingAccounts } from '../../shared/outbound/sending-account.ses.ts';
import { sesMailer } from '../../shared/outbound/ses-mailer.ses.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { loadsTogether } from '../../shared/table/loads-together.ts';
import { dynamoPaceStore } from '../../shared/table/pace.dynamodb.ts';
import { dynamoPersonStore } from '../../shared/table/person.dynamodb.ts';
import { dynamoReleaseStore } from '../../shared/table/release.dynamodb.ts';
import { dynamoSignUpCounts } from '../../shared/table/sign-ups.dynamodb.ts';
import { dynamoSpamRates } from '../../shared/table/spam-rates.dynamodb.ts';
import { dynamoTemplateSwitches } from '../../shared/table/template-switches.dynamodb.ts';
import { notice } from '../runtime/notices.ts';
import { sendingConditions } from './conditions.ts';
import type { BatchPorts } from './send-batch.ts';
import { templateWatch } from './template-watch.ts';

export interface SendPlaces {
  readonly people: string;
  readonly records: string;
  readonly macKeyId: string;
  /** Of the links in mails, without a trailing slash. */
  readonly linkOrigin: string;
  readonly configurationSets: { readonly marketing: string; readonly transactional: string };
  readonly allowedRecipients: readonly string[] | undefined;
}

/** What sending works with, in AWS. */
export function sendPorts(places: SendPlaces): Omit<BatchPorts, 'again'> {
  const { people, records, configurationSets } = places;
  const dynamo = dynamoClient();
  const ses = sesClient();
  const releases = dynamoReleaseStore(dynamo, records);
  const spamRates = dynamoSpamRates(dynamo, records);
  const accounts = sesSendingAccounts(ses, Date.now);
  return {
    people: loadsTogether(dynamoPersonStore(dynamo, { people, records })),
    releases,
    addresses: dynamoAddressBook(dynamo, records),
    signUps: dynamoSignUpCounts(dynamo, records),
    keys: kmsMacKeys(kmsClient(), places.macKeyId),
    mailer: sesMailer(ses, {
      marketingConfigurationSet: configurationSets.marketing,
      transactionalConfigurationSet: configurationSets.transactional,
      allowedRecipients: places.allowedRecipients,
      now: Date.now,
    }),
    templatesOff: templateWatch(dynamoTemplateSwitches(dynamo, records), Date.now),
    linkOrigin: places.linkOrigin,
    pacer: leasedPacer(dynamoPaceStore(dynamo, records), Date.now, Math.random),
    conditions: sendingConditions({ accounts, spamRates, releases, clock: Date.now, tell: notice }),
    clock: Date.now,
  };
}
