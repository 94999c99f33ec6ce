import type { EmitStep } from '../../workspace/campaign-definition.ts';
import { filledIn } from '../liquid-values.ts';
import type { StepKind } from './step.ts';

/** Publishes an event of the workspace about this person; it comes back through the bus like any other. */
export const emit: StepKind<EmitStep> = {
  begin: (step, _reachedAt, view) => ({ do: 'emit', event: step.event, properties: filledIn(step.properties, view) }),
};
