import { findProfiles as endpoint } from '../../../shared/api/profile.ts';
import { addressHmac } from '../../../shared/consent/address-hmac.ts';
import { parseEmail } from '../../../shared/profiles/address.ts';
import { fieldProblem } from '../problem.ts';
import { profileView } from '../profile-view.ts';
import { route } from '../route.ts';

/**
 * GET /api/profiles?email=: the profiles that hold an address, oldest holder first. The address book may lag behind a
 * change of address, so each profile is asked whether it still holds it.
 */
export const findProfiles = route(endpoint, async (request, world) => {
  const text = request.query.get('email');
  const email = parseEmail(text ?? '');
  if (!email.ok) {
    const message = text ? email.reason : 'is required: /api/profiles?email=ann@example.org (with + as %2B)';
    return fieldProblem(400, 'Profiles are found by the mail address they hold.', [{ field: 'email', message }]);
  }
  const hmac = await addressHmac(world.keys, email.email);
  const { holders } = await world.addresses.read(hmac);
  const people = await Promise.all(holders.map((profileId) => world.people.load(profileId)));
  const holding = people.filter((person) => person !== null).filter((person) => person.address?.hmac === hmac);
  return { status: 200, body: { profiles: await Promise.all(holding.map((person) => profileView(person, world))) } };
});
