import { ConflictError } from '../kernel/errors.ts';
import { noPlan, type Plan, type PlanStore } from '../person/plan.ts';

/** The twin of `dynamoPlanStore`. */
export function memoryPlanStore(): PlanStore {
  let stored: Plan = noPlan;
  return {
    async load() {
      return stored;
    },
    async save(plan) {
      if (stored.turn !== plan.turn - 1) throw new ConflictError('the plan was changed by somebody else');
      stored = plan;
    },
  };
}
