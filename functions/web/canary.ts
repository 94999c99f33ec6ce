import { CANARY_PATH } from '../../shared/events/feedback.ts';
import type { Route } from '../runtime/http-routes.ts';
import { html } from './html.ts';
import { page } from './page.ts';
import { pageFrame } from './page-frame.ts';
import type { WebPorts } from './web-ports.ts';

/**
 * `/canary`: where the link leads that only programs follow (P-24). Nothing happens here, and nothing is noted (P-17): SES tells of the
 * click, if the person agreed to tracking.
 */
export function canaryPage(ports: WebPorts): Route {
  return {
    path: CANARY_PATH,
    methods: {
      GET: async (request) => {
        const { content } = await ports.releases.active();
        const frame = pageFrame(content, request, null);
        return page(frame, 200, frame.say('canaryTitle'), html`<p>${frame.say('canaryText')}</p>`);
      },
    },
  };
}
