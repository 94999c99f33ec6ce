import type { Json } from '../kernel/json.ts';
import { parseEmail } from '../profiles/address.ts';
import type { EmitStep, NotifyStep, SetStep } from '../workspace/campaign-definition.ts';
import type { CampaignDraft } from '../workspace/campaign-file.ts';
import type { PlacedStep } from '../workspace/campaign-steps.ts';
import type { TrackedEvent } from '../workspace/definitions.ts';
import { isReservedEvent, LARGEST_SAID } from '../workspace/event-names.ts';
import type { KnownFacts } from '../workspace/fact-names.ts';
import { type Finding, pathText } from '../workspace/findings.ts';
import { isSettable, isSettableValue } from '../workspace/settable-traits.ts';
import { missingProperty, samplesOf } from './campaign-content-checks.ts';
import { type Audience, readLiquid, variableProblem } from './liquid-checks.ts';

type Place = readonly PropertyKey[];

interface Surroundings {
  readonly campaign: CampaignDraft;
  readonly facts: KnownFacts;
  readonly samples: readonly (Json | undefined)[];
}

/** What is wrong with the steps that speak for themselves: mail to a colleague, events, traits; with the Liquid in their texts. */
export function stepContentFindings(
  campaign: CampaignDraft,
  facts: KnownFacts,
  events: Readonly<Record<string, TrackedEvent>>,
): Finding[] {
  const samples = campaign.definition.triggers.flatMap((trigger) => samplesOf(trigger, events));
  const around = { campaign, facts, samples };
  return campaign.placed.flatMap((placed) => findingsOf(around, placed));
}

function findingsOf(around: Surroundings, { step, at }: PlacedStep): Finding[] {
  if (step.type === 'notify') return notifyFindings(around, step, [...at, 'notify']);
  if (step.type === 'emit') return emitFindings(around, step, [...at, 'emit']);
  return step.type === 'set' ? setFindings(around, step, [...at, 'set']) : [];
}

function wrong({ campaign }: Surroundings, at: Place, words: string, severity: Finding['severity'] = 'error'): Finding {
  return campaign.yaml.at(at, `\`${pathText(at)}\` ${words}`, severity);
}

function notifyFindings(around: Surroundings, { to, subject, text }: NotifyStep, at: Place): Finding[] {
  const mailbox = parseEmail(to);
  return [
    ...(mailbox.ok ? [] : [wrong(around, [...at, 'to'], mailbox.reason)]),
    ...liquidFindings(around, subject, [...at, 'subject'], 'staff'),
    ...liquidFindings(around, text, [...at, 'text'], 'staff'),
  ];
}

function emitFindings(around: Surroundings, { event, properties }: EmitStep, at: Place): Finding[] {
  const reserved = wrong(
    around,
    [...at, 'event'],
    `is \`${event}\`, which heed itself gives a meaning: a campaign may lower permission by \`withdraw\`, and never raise it. Give the event a name of your own`,
  );
  return [
    ...(isReservedEvent(event) ? [reserved] : []),
    ...sizeFindings(around, properties, [...at, 'properties']),
    ...liquidFindings(around, properties, [...at, 'properties'], 'event'),
  ];
}

function setFindings(around: Surroundings, { traits }: SetStep, at: Place): Finding[] {
  const inTraits = Object.entries(traits).flatMap(([name, value]) => {
    const place = [...at, name];
    if (!isSettable(name)) return [wrong(around, place, nameWords(name))];
    if (hasLiquid(value) || isSettableValue(name, value)) return [];
    const example = name === 'timeZone' ? 'an IANA zone such as Europe/Berlin' : 'a locale such as en or de-AT';
    return [wrong(around, place, `is nothing that heed can read: write ${example}`)];
  });
  return [...inTraits, ...sizeFindings(around, traits, at), ...liquidFindings(around, traits, at, 'event')];
}

function nameWords(name: string): string {
  if (name === 'email')
    return 'cannot be set by a campaign: an address changes by an event of your systems, or by a confirmation at the new one';
  if (name === 'profileId') return 'cannot be set: it says who somebody is';
  return 'is no name of a trait: it takes 1 to 64 of the letters A-Z a-z 0-9 _ - and begins with a letter';
}

function sizeFindings(around: Surroundings, said: Json, at: Place): Finding[] {
  const bytes = new TextEncoder().encode(JSON.stringify(said)).length;
  if (bytes <= LARGEST_SAID) return [];
  return [
    wrong(around, at, `holds ${bytes} bytes, and at most ${LARGEST_SAID} fit: say ids, and let the receiver ask`),
  ];
}

function hasLiquid(value: Json): boolean {
  return typeof value === 'string' && value.includes('{');
}

/** Every text below a value, each at its own place. */
function liquidFindings(around: Surroundings, value: Json, at: Place, audience: Audience): Finding[] {
  if (typeof value === 'string') return hasLiquid(value) ? textFindings(around, value, at, audience) : [];
  if (Array.isArray(value)) return value.flatMap((each: Json, n) => liquidFindings(around, each, [...at, n], audience));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, below]) => liquidFindings(around, below, [...at, name], audience));
}

function textFindings(around: Surroundings, source: string, at: Place, audience: Audience): Finding[] {
  const read = readLiquid(source);
  if (!read.ok) return [wrong(around, at, read.problem.message)];
  return read.variables.flatMap((variable) => {
    const problem = variableProblem(variable, audience, around.facts);
    if (problem) return [wrong(around, at, problem.message, problem.severity)];
    const missing = missingProperty(variable, around.campaign.definition.id, around.samples);
    return missing === null ? [] : [wrong(around, at, missing)];
  });
}
