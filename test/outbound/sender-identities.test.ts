import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, expect, test } from 'vitest';
import { sesSenderIdentities } from '../../shared/outbound/sender-identities.ses.ts';
import { type AwsWire, startAwsWire, type WireAnswer } from './aws-wire.ts';

let wire: AwsWire | undefined;
afterEach(async () => {
  await wire?.close();
});

async function identityFrom(answer: WireAnswer) {
  wire = await startAwsWire(() => answer);
  const identities = sesSenderIdentities(new SESv2Client({ ...wire.settings, maxAttempts: 1 }));
  return identities.of('news.acme.example');
}

test('P-87 an identity tells its keys and its return path', async () => {
  const body = {
    DkimAttributes: { Tokens: ['k1', 'k2'], SigningAttributesOrigin: 'AWS_SES' },
    MailFromAttributes: { MailFromDomain: 'bounce.news.acme.example', MailFromDomainStatus: 'SUCCESS' },
  };
  expect(await identityFrom({ status: 200, body })).toEqual({
    domain: 'news.acme.example',
    selectors: ['k1', 'k2'],
    broughtKey: false,
    mailFrom: 'bounce.news.acme.example',
  });
  expect(wire?.requests[0]?.path).toBe('/v2/email/identities/news.acme.example');
});

test('P-87 an identity may have a key that was brought, and the return path of SES', async () => {
  const body = { DkimAttributes: { Tokens: ['own'], SigningAttributesOrigin: 'EXTERNAL' } };
  expect(await identityFrom({ status: 200, body })).toMatchObject({ broughtKey: true, mailFrom: null });
});

test.each<[WireAnswer, unknown]>([
  [{ status: 404, errorType: 'NotFoundException', body: { message: 'no' } }, 'none'],
  [{ status: 403, errorType: 'AccessDeniedException', body: { message: 'no' } }, null],
  ['reset', null],
])('P-87 with the answer %j the identity is %j', async (answer, expected) => {
  expect(await identityFrom(answer)).toEqual(expected);
});
