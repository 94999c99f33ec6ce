import { previewLinks } from '../consent/preview-links.ts';
import { emptyOutputs } from '../content/empty-outputs.ts';
import { DAY, type Instant, isoDay } from '../kernel/instants.ts';
import { isObject, type JsonObject } from '../kernel/json.ts';
import type { Message } from '../messages/message.ts';
import type { CampaignDefinition } from '../workspace/campaign-definition.ts';
import type { ReleaseContent, TemplateDefinition } from '../workspace/definitions.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { contentOf } from './compose-mail.ts';
import type { Occasion } from './facts.ts';
import type { Person } from './person.ts';
import { messageLocale } from './question.ts';

/** A mail as it would look; its links do nothing. */
export interface PreviewedMail {
  /** The step that sends it; null for a template for itself. */
  readonly step: string | null;
  readonly template: string;
  readonly locale: string;
  readonly from: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Variables that rendered empty, in plain words. */
  readonly warnings: readonly string[];
}

/** One thing to look at: a send step of a campaign, or a template for itself. */
export interface Sight {
  readonly campaign: CampaignDefinition | null;
  readonly step: string | null;
  readonly template: TemplateDefinition;
  readonly replyTo: string | null;
}

export interface PreviewWorld {
  readonly content: ReleaseContent;
  readonly workspace: Workspace;
  /** For whom: somebody stored, or somebody made up for the sample. */
  readonly person: Person;
  /** What it is about, where the person has no run of the campaign. */
  readonly properties?: JsonObject | undefined;
  readonly linkOrigin: string;
  readonly now: Instant;
}

/** The mails of a campaign in the order of its steps; a template that is sent twice is there twice. */
export function sightsOf(campaign: CampaignDefinition, content: ReleaseContent): readonly Sight[] {
  return campaign.steps.flatMap((step) => {
    if (step.type !== 'send') return [];
    const template = content.templates.find((each) => each.id === step.template);
    return template ? [{ campaign, step: step.id, template, replyTo: step.replyTo ?? null }] : [];
  });
}

/** What would start the campaign, with the properties of the tracking plan's sample. */
function sampleOccasion(campaign: CampaignDefinition | null, content: ReleaseContent, now: Instant): Occasion {
  const trigger = campaign?.triggers[0];
  const sampled = Object.keys(content.events).find((type) => content.events[type]?.sample !== undefined);
  switch (trigger?.kind) {
    case 'event':
      return occasionOf(trigger.event, content, now);
    case 'inactivity':
      return occasionOf(trigger.after[0] ?? '', content, now);
    case 'date':
      return {
        type: 'date',
        occurredAt: now,
        properties: { before: trigger.before[0] ?? 'P0D', date: isoDay(now), years: 1 },
      };
    case undefined:
      return occasionOf(sampled ?? '', content, now);
    default:
      return { type: trigger?.kind ?? '', occurredAt: now, properties: {} };
  }
}

function occasionOf(type: string, { events }: ReleaseContent, now: Instant): Occasion {
  const sample = events[type]?.sample;
  return { type, occurredAt: now, properties: isObject(sample) ? sample : {} };
}

/** The message that a step would make, as far as rendering looks at it. */
function messageOf(sight: Sight, world: PreviewWorld): Message {
  const { campaign, template, step, replyTo } = sight;
  const run = world.person.enrollments.findLast((each) => each.campaign === campaign?.id);
  const topic = campaign ? campaign.topic : world.content.topics[0]?.id;
  return {
    messageId: 'preview',
    campaign: campaign?.id ?? null,
    enrollmentId: run?.enrollmentId ?? null,
    stepId: step,
    requestId: null,
    template: template.id,
    replyTo,
    class: template.class,
    topic: template.class === 'marketing' ? (topic ?? null) : null,
    priority: 0,
    status: 'queued',
    reachedAt: world.now,
    expiresAt: world.now + DAY,
    notBefore: world.now,
    because: null,
    claim: null,
    address: null,
    attempts: 0,
  };
}

/** The locale in which the person would get it (P-99); the template's first where none fits. */
export function localeFor({ person, workspace }: PreviewWorld, { template }: Sight): string {
  const locale = messageLocale(person, workspace, { template: template.id, requestId: null });
  return locale ?? Object.keys(template.parts)[0] ?? 'en';
}

/** Renders one mail in one locale. Rejects with UncomposableError where the content is at fault. */
export async function previewMail(sight: Sight, locale: string, world: PreviewWorld): Promise<PreviewedMail> {
  const { content, workspace, person, now } = world;
  const message = messageOf(sight, world);
  const sample = sampleOccasion(sight.campaign, content, now);
  const occasion = { ...sample, properties: { ...sample.properties, ...world.properties } };
  const links = previewLinks(world.linkOrigin);
  const mail = await contentOf({ person, message, workspace, content, links, now, occasion }, locale);
  const { brand } = content.settings;
  return {
    step: sight.step,
    template: sight.template.id,
    locale,
    from: message.class === 'marketing' ? brand.from : brand.transactionalFrom,
    replyTo: message.replyTo ?? brand.replyTo ?? null,
    subject: mail.subject,
    preheader: mail.preheader,
    html: mail.html,
    text: mail.text,
    headers: Object.fromEntries(mail.headers.map(({ name, value }) => [name, value])),
    warnings: emptyOutputs(mail.input).map(({ part, variable }) => `${part}: {{ ${variable} }} rendered empty`),
  };
}
