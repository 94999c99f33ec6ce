import { describe, expect, it } from 'vitest';
import { consentState } from '../../shared/consent/consent-state.ts';
import { HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import { recipientOf } from '../../shared/person/recipient.ts';
import { decodePerson, encodePerson } from '../../shared/table/person-codec.ts';
import { ANNS, ann, annsAddress, NOON, newAddress, template, templates, workspace } from './making.ts';
import { Story } from './story.ts';

const withMail = () =>
  workspace({ templates: [...templates, template({ id: '_system/address', class: 'transactional' })] });
const evidence = {
  text: 'Yes, offers.',
  method: 'preferences-address',
  locale: 'en',
  form: null,
  ip: null,
  userAgent: null,
};
const asked = (story: Story, requestId = 'r-1', topics = ['offers']) =>
  story.tell({ kind: 'address-requested', requestId, at: story.now, address: newAddress, topics, evidence });
const confirmed = (story: Story, requestId = 'r-1') =>
  story.tell({ kind: 'address-confirmed', requestId, at: story.now, ip: '203.0.113.7', userAgent: 'test' });
const standing = ({ person, now }: Story) =>
  consentState(person.permission, 'offers', person.address?.hmac ?? null, now);

describe('another address', () => {
  it('P-32 changes nothing but a mail to the new address before it is confirmed there', () => {
    const story = new Story(withMail());
    asked(story);
    expect(story.person.address).toEqual(annsAddress);
    expect(standing(story).state).toBe('granted');
    expect(recipientOf(story.person, story.message)).toMatchObject(newAddress);
    story.claim(story.message.messageId);
    expect(story.message).toMatchObject({ status: 'sending', address: newAddress.hmac, template: '_system/address' });
    expect(decodePerson(encodePerson(story.person))).toEqual(story.person);
  });

  it('P-51 P-26 confirmed there, consent is that of the confirmation, not carried over', () => {
    const story = new Story(withMail());
    asked(story);
    story.sendsAll();
    story.passesUnswept(HOUR);
    expect(confirmed(story).refused).toBeNull();
    expect(story.person).toMatchObject({ address: newAddress, pendingAddress: null, suppression: null });
    expect(story.person.traits.email?.value).toBe(newAddress.email);
    expect(standing(story)).toMatchObject({ state: 'granted', grantedAt: story.now, requestId: 'r-1' });
    expect(story.ledger.at(-1)).toMatchObject({
      kind: 'consent.granted',
      basis: 'express-doi',
      address: newAddress.hmac,
      text: 'Yes, offers.',
      confirmIp: '203.0.113.7',
    });
    expect(story.effects).toContainEqual({ type: 'address-left', address: ANNS });
    expect(story.effects).toContainEqual({ type: 'address-held', address: newAddress.hmac, since: story.now });
  });

  it('P-51 a topic that was not in the mail is not granted at the new address', () => {
    const story = new Story(withMail());
    asked(story, 'r-1', []);
    confirmed(story);
    expect(story.person.address).toEqual(newAddress);
    expect(standing(story)).toEqual({ state: 'none', otherAddress: true });
  });

  it('P-28 expires after 72 hours, and its timer forgets it', () => {
    const story = new Story(withMail());
    asked(story);
    story.sendsAll();
    story.passes(72 * HOUR);
    expect(story.person.pendingAddress).toBeNull();
    expect(confirmed(story).refused).not.toBeNull();
    expect(story.person.address).toEqual(annsAddress);
  });

  it('P-38 a stop-everything overtakes it; a withdrawn topic is not granted', () => {
    const stopped = new Story(withMail());
    asked(stopped);
    stopped.tell({ kind: 'withdrawal', id: 'w', topic: null, at: NOON + MINUTE, method: 'preference-page' });
    expect(confirmed(stopped).refused).not.toBeNull();
    const withdrawn = new Story(withMail());
    asked(withdrawn);
    withdrawn.tell({ kind: 'withdrawal', id: 'w', topic: 'offers', at: NOON + MINUTE, method: 'preference-page' });
    withdrawn.passesUnswept(HOUR);
    confirmed(withdrawn);
    expect(withdrawn.person.address).toEqual(newAddress);
    expect(standing(withdrawn).state).toBe('withdrawn');
  });

  it('P-34 one mail in ten minutes, whatever is asked; a later wish takes the place of the first', () => {
    const story = new Story(withMail());
    asked(story);
    story.passesUnswept(9 * MINUTE);
    asked(story, 'r-2');
    expect(story.person.pendingAddress?.requestId).toBe('r-1');
    story.passesUnswept(MINUTE);
    asked(story, 'r-3');
    expect(story.person.pendingAddress?.requestId).toBe('r-3');
    expect(confirmed(story).refused).not.toBeNull();
    expect(story.orders).toHaveLength(2);
  });

  it('P-36 "it was not me" ends it', () => {
    const story = new Story(withMail());
    asked(story);
    story.tell({ kind: 'not-me', requestId: 'r-1', at: NOON });
    expect(story.person.pendingAddress).toBeNull();
    expect(confirmed(story).refused).not.toBeNull();
  });

  it('asks nothing for the address that the person has', () => {
    const story = new Story(withMail());
    story.tell({ kind: 'address-requested', requestId: 'r-1', at: NOON, address: annsAddress, topics: [], evidence });
    expect(story.person).toEqual(ann());
  });
});
