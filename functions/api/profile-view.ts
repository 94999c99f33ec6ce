import type { getProfile } from '../../shared/api/profile.ts';
import type { Enrollment } from '../../shared/campaigns/enrollment.ts';
import type { AddressState } from '../../shared/consent/address-state.ts';
import { hasStoppedEverything } from '../../shared/consent/consent-state.ts';
import { linksOn } from '../../shared/consent/links.ts';
import { choicesOf } from '../../shared/consent/preferences.ts';
import { type Instant, isoInstant } from '../../shared/kernel/instants.ts';
import type { Message, RecentMessage } from '../../shared/messages/message.ts';
import { workspaceFor } from '../../shared/person/apply.ts';
import type { Person } from '../../shared/person/person.ts';
import { traitValues } from '../../shared/profiles/traits.ts';
import type { Workspace } from '../../shared/workspace/workspace.ts';
import { consentViews, permissionWithAddress } from './consent-view.ts';
import type { BodyOf } from './route.ts';
import type { ApiWorld } from './world.ts';

/** Unanswered requests further back than this are of no interest to a present state. */
const EVIDENCE_ROWS = 100;

/**
 * A person as GET /api/profiles tells it: the row and the address row, both read strongly. Instants are ISO text.
 * Rejects with RetryableError when a store does not answer.
 */
export async function profileView(person: Person, world: ApiWorld): Promise<BodyOf<typeof getProfile>> {
  const now = world.clock();
  const workspace = await workspaceFor(world.releases, person);
  const hmac = person.address?.hmac ?? null;
  const address = hmac === null ? null : await world.addresses.read(hmac);
  const permission = permissionWithAddress(person.permission, address);
  const evidence = await world.timeline.ledger(person.profileId, EVIDENCE_ROWS, null);
  return {
    profileId: person.profileId,
    ...(person.mergedInto === null ? {} : { mergedInto: person.mergedInto }),
    traits: traitValues(person.traits),
    consents: consentViews(permission, evidence.rows, hmac, now),
    preferences: choicesOf(person.preferences),
    suppression: suppressionView(person, address),
    stoppedEverythingAt:
      hasStoppedEverything(permission) && permission.stoppedAt ? isoInstant(permission.stoppedAt) : null,
    enrollments: person.enrollments.map((each) => enrollmentView(each, workspace)),
    messages: [...person.messages.map(messageView), ...person.recent.toReversed().map(recentView)],
    events: eventViews(person),
    segments: [],
    computed: {},
    links: await linkViews(person, workspace, world, now),
  };
}

/** The address row is the truth for all its holders; the person's own row may have heard of it earlier. */
function suppressionView(person: Person, address: AddressState | null) {
  const suppression = address?.suppression ?? person.suppression;
  return suppression && { reason: suppression.reason, since: isoInstant(suppression.since) };
}

function enrollmentView(enrollment: Enrollment, workspace: Workspace) {
  const definition = workspace.pinned.get(enrollment.pin);
  return {
    campaign: enrollment.campaign,
    enrollmentId: enrollment.enrollmentId,
    step: definition?.steps[enrollment.position]?.id ?? String(enrollment.position),
    // Ended ones leave the row: what became of them is told by the timeline.
    status: 'running' as const,
    dueAt: enrollment.dueAt === null ? null : isoInstant(enrollment.dueAt),
    key: enrollment.key,
    startedAt: isoInstant(enrollment.startedAt),
  };
}

function messageView(message: Message) {
  return {
    messageId: message.messageId,
    campaign: message.campaign,
    topic: message.topic,
    class: message.class,
    status: message.status,
    reason: message.because?.reason ?? null,
    because: message.because,
    // While queued or sending the row's moment is when heed looks after the message, not one that it waits for.
    notBefore: message.status === 'held' ? isoInstant(message.notBefore) : null,
    at: isoInstant(message.claim?.at ?? message.reachedAt),
  };
}

function recentView(message: RecentMessage) {
  return {
    messageId: message.messageId,
    campaign: message.campaign,
    topic: message.topic,
    class: message.class,
    status: message.status,
    reason: message.reason,
    because: message.reason === null ? null : { reason: message.reason },
    notBefore: null,
    at: isoInstant(message.at),
  };
}

function eventViews(person: Person) {
  const views = Object.entries(person.counters).map(
    ([type, counter]) =>
      [type, { count: counter.count, first: isoInstant(counter.first), last: isoInstant(counter.last) }] as const,
  );
  return Object.fromEntries(views);
}

/** Links for every topic that the person could have asked for, so that a support desk can hand one out. */
async function linkViews(person: Person, workspace: Workspace, world: ApiWorld, now: Instant) {
  const links = linksOn(
    world.linkOrigin,
    world.keys,
    now,
    workspace.settings.permission.preferenceLinkFor,
    workspace.settings.permission.revokedKeys,
  );
  const held = person.permission.consents.flatMap((each) => (each.topic === null ? [] : [each.topic]));
  const topics = [...new Set([...workspace.topics.keys(), ...held])];
  const unsubscribe = topics.map(
    async (topic) => [topic, await links.unsubscribe(person.profileId, topic, null)] as const,
  );
  return {
    preferences: await links.preferences(person.profileId),
    subscribe: await links.subscribe(person.profileId),
    unsubscribe: Object.fromEntries(await Promise.all(unsubscribe)),
  };
}
