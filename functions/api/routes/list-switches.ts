import { listSwitches as endpoint } from '../../../shared/api/switches.ts';
import { isoInstant } from '../../../shared/kernel/instants.ts';
import { route } from '../route.ts';

/**
 * GET /api/switches: the templates that are switched off in operation, since when and why, and the newest changes with whoever
 * made them (P-82). Switches of the workspace stand in its settings.yaml.
 */
export const listSwitches = route(endpoint, async (_request, { templates }) => {
  const [paused, history] = await Promise.all([templates.paused(), templates.history()]);
  const body = {
    templates: paused.map((each) => ({ ...each, since: isoInstant(each.since) })),
    history: history.map((each) => ({ ...each, at: isoInstant(each.at) })),
  };
  return { status: 200, body };
});
