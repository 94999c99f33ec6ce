import { type SendPorts, sendOrder } from '../../../functions/send/send-order.ts';
import { templateWatch } from '../../../functions/send/template-watch.ts';
import { addressOf } from '../../../shared/consent/address-hmac.ts';
import type { Instant } from '../../../shared/kernel/instants.ts';
import type { Mail } from '../../../shared/messages/mailer.ts';
import type { Standing } from '../../../shared/messages/standing.ts';
import { memoryMacKeys } from '../../../shared/outbound/memory-mac-keys.ts';
import { applyInputs } from '../../../shared/person/apply.ts';
import type { Person } from '../../../shared/person/person.ts';
import { memoryAddressBook } from '../../../shared/table/memory-address.ts';
import { memoryPersonStore } from '../../../shared/table/memory-person.ts';
import { memoryReleaseStore } from '../../../shared/table/memory-release.ts';
import { memorySignUpCounts } from '../../../shared/table/memory-sign-ups.ts';
import { memoryTemplateSwitches } from '../../../shared/table/memory-template-switches.ts';
import type { CampaignDefinition } from '../../../shared/workspace/campaign-definition.ts';
import type { ReleaseContent, SendingSwitches, Settings } from '../../../shared/workspace/definitions.ts';
import { ann, campaign, event, NOON, settings, templates, topic, transactional } from '../../person/making.ts';

export const PROFILE = 'c-42';

function content(
  campaigns: readonly CampaignDefinition[],
  sending: Partial<SendingSwitches>,
  frequencyCaps: Settings['frequencyCaps'],
): ReleaseContent {
  return {
    settings: { ...settings, frequencyCaps, sending: { ...settings.sending, ...sending } },
    topics: [topic('offers')],
    events: {},
    campaigns,
    templates,
    texts: {},
  };
}

/** The send function's use case on stores in memory: Ann is stored, and one message for her is queued. */
export async function sendWorld(
  kind: 'marketing' | 'transactional' = 'marketing',
  caps: Settings['frequencyCaps'] = settings.frequencyCaps,
) {
  const people = memoryPersonStore();
  const releases = memoryReleaseStore();
  const addresses = memoryAddressBook();
  const keys = memoryMacKeys();
  const templates = memoryTemplateSwitches();
  const sent: Mail[] = [];
  const world = { now: NOON as Instant, calls: 0 };
  const ports: SendPorts = {
    people,
    releases,
    addresses,
    signUps: memorySignUpCounts(),
    keys,
    mailer: {
      async send(mail) {
        sent.push(mail);
        return { outcome: 'sent', sesMessageId: 'ses-1' };
      },
    },
    templatesOff: templateWatch(templates, () => world.now),
    linkOrigin: 'https://links.acme.example',
    clock: () => world.now,
  };
  const campaigns = [campaign(), transactional()];
  let published = 0;
  const publish = async (sending: Partial<SendingSwitches>) => {
    published += 1;
    await releases.publish({ 'settings.yaml': String(published) }, content(campaigns, sending, caps), world.now);
  };
  await publish({});

  const address = await addressOf(keys, 'ann@example.org');
  const { permission } = ann();
  const [consent] = permission.consents;
  const bound = {
    ...permission,
    consents: consent?.grant ? [{ ...consent, grant: { ...consent.grant, address: address.hmac } }] : [],
  };
  const person: Person = { ...ann({ address, permission: bound }), version: 0 };
  await people.commit(person, { person, effects: [], ledger: [] });
  const type = kind === 'marketing' ? 'cart.abandoned' : 'order.placed';
  await applyInputs(ports, PROFILE, [event({ type })]);
  const message = async () => (await people.load(PROFILE))?.messages[0];
  const messageId = (await message())?.messageId ?? '';

  return {
    world,
    people,
    releases,
    ports,
    sent,
    addresses,
    templates,
    address: address.hmac,
    publish,
    message,
    ends: async () => (await people.load(PROFILE))?.recent.map((each) => each.reason ?? each.status),
    /** One order from the queue; `differs` are ports that behave differently for it. */
    send: (differs: Partial<SendPorts> = {}, standing?: Standing) => {
      world.calls += 1;
      return sendOrder({ ...ports, ...differs }, { profileId: PROFILE, messageId }, `claim-${world.calls}`, standing);
    },
    /** Time goes by in ms, and the sweep finds Ann. */
    passes: async (ms: number) => {
      world.now += ms;
      await applyInputs(ports, PROFILE, [{ kind: 'timer' }]);
    },
  };
}
