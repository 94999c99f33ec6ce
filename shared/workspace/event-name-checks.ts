import type { CampaignDraft } from './campaign-file.ts';
import { OWN_EVENTS } from './event-names.ts';
import { type Finding, nearest, pathText } from './findings.ts';
import type { WorkspaceDraft } from './parse.ts';

interface Named {
  readonly type: string;
  readonly at: readonly PropertyKey[];
}

/** Every place of a campaign that waits for an event by its name. */
export function eventsNamed({ definition, placed, triggersAt }: CampaignDraft): Named[] {
  const { triggers, exit, goal } = definition;
  return [
    ...triggers.flatMap((trigger, index): Named[] => {
      const at = triggersAt[index] ?? ['trigger'];
      if (trigger.kind === 'event') return [{ type: trigger.event, at: [...at, 'event'] }];
      if (trigger.kind !== 'inactivity') return [];
      return [
        ...listed(trigger.after, [...at, 'inactivity', 'after']),
        ...listed(trigger.unless, [...at, 'inactivity', 'unless']),
      ];
    }),
    ...exit.flatMap((rule, index): Named[] =>
      rule.kind === 'event' ? [{ type: rule.event, at: ['exit', index, 'event'] }] : [],
    ),
    ...(goal ? [{ type: goal.event, at: ['goal', 'event'] }] : []),
    ...placed.flatMap(({ step, at }): Named[] => {
      return step.type === 'waitFor' && step.event !== undefined
        ? [{ type: step.event, at: [...at, 'waitFor', 'event'] }]
        : [];
    }),
  ];
}

/** One name may stand without a list. */
function listed(types: readonly string[], at: readonly PropertyKey[]): Named[] {
  return types.map((type, index) => ({ type, at: types.length > 1 ? [...at, index] : at }));
}

/**
 * Events need no declaration, so a name that is not in the plan is no fault. One that differs by a letter or two from a name that
 * is there, and that nobody else uses, is most likely a slip of the pen.
 */
export function eventNameFindings(draft: WorkspaceDraft): Finding[] {
  const emitted = draft.campaigns.flatMap(({ placed }) =>
    placed.flatMap(({ step }) => (step.type === 'emit' ? [step.event] : [])),
  );
  const known = [...Object.keys(draft.events), ...OWN_EVENTS, ...emitted];
  return draft.campaigns.flatMap((campaign) =>
    eventsNamed(campaign).flatMap(({ type, at }) => {
      const meant = known.includes(type) ? null : slipOf(type, known);
      if (meant === null) return [];
      const words = `\`${pathText(at)}\` is \`${type}\`, which events.yaml does not declare; did you mean \`${meant}\`?`;
      return [campaign.yaml.at(at, words, 'warning')];
    }),
  );
}

/** Short names are near to each other by chance, and numbered ones on purpose. */
function slipOf(type: string, known: readonly string[]): string | null {
  const near = type.length < 8 ? null : nearest(type, known, 2);
  const letters = (name: string) => name.replace(/\d/g, '');
  return near !== null && letters(near) !== letters(type) ? near : null;
}
