import type { IncomingMessage, ServerResponse } from 'node:http';
import { isoInstant } from '../../shared/kernel/instants.ts';
import type { Gateway } from '../aws/gateway.ts';
import type { RunClock } from '../clock/run-clock.ts';
import type { TimeTravel } from '../clock/time-travel.ts';
import { type Answer, isLocal } from '../fronts/loopback.ts';
import { findRoute } from '../fronts/routes.ts';
import type { HomePages } from '../home/home-pages.ts';
import type { Inbox } from '../inbox.ts';
import type { Work } from '../work.ts';
import { type ControlInput, Refusal, readInput, sendJson, sendPage } from './answers.ts';
import { readDestination } from './clock-calls.ts';

export interface ControlParts {
  readonly clock: RunClock;
  readonly travel: TimeTravel;
  readonly work: Work;
  readonly inbox: Inbox;
  readonly gateway: Pick<Gateway, 'faults' | 'costs' | 'denied' | 'publishFeedback' | 'parseFeedback'>;
  readonly pages: HomePages;
}

/** How long /quiet waits before it names what is left. */
const QUIET_MS = 30_000;

type Call = (
  parameters: Readonly<Record<string, string>>,
  input: ControlInput,
  response: ServerResponse,
) => Promise<unknown>;

/** A call writes its own page, or gives the JSON of its 200. `back` is where a form of the home page returns to. */
interface ControlRoute {
  readonly key: string;
  readonly call: Call;
  readonly back?: (parameters: Readonly<Record<string, string>>) => string;
}

/** Everything that the home origin answers. */
export function controlCalls(parts: ControlParts): Answer {
  const routes = controlRoutes(parts);
  return async (request, response) => {
    if (!isLocal(request)) return sendJson(response, 403, { message: 'this address answers this machine only' });
    const found = findRoute(routes, request.method ?? 'GET', (request.url ?? '/').split('?')[0]!);
    if (!found) return sendJson(response, 404, { message: 'there is nothing here' });
    await perform(found.route, found.parameters, request, response);
  };
}

async function perform(
  route: ControlRoute,
  parameters: Readonly<Record<string, string>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const input = request.method === 'POST' ? await readInput(request) : { body: {}, isForm: false };
    const answer = await route.call(parameters, input, response);
    if (response.writableEnded) return;
    if (input.isForm) response.writeHead(303, { location: route.back?.(parameters) ?? '/' }).end();
    else sendJson(response, 200, answer);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    sendJson(response, error.status, { message: error.message, problems: error.problems });
  }
}

function controlRoutes({ clock, travel, work, inbox, gateway, pages }: ControlParts): ControlRoute[] {
  const mailOf = ({ id }: Readonly<Record<string, string>>) => {
    const mail = inbox.find(id ?? '');
    if (!mail) throw new Refusal(404, [{ field: 'id', message: 'there is no such mail' }]);
    return mail;
  };
  const now = () => ({ now: isoInstant(clock.now()) });
  return [
    { key: 'GET /', call: async (_, __, response) => sendPage(response, await pages.home()) },
    { key: 'GET /inbox', call: async (_, __, response) => sendPage(response, await pages.inbox()) },
    { key: 'GET /inbox.json', call: async () => inbox.list() },
    {
      key: 'GET /inbox/{id}',
      call: async (parameters, __, response) => sendPage(response, pages.mail(mailOf(parameters))),
    },
    {
      key: 'POST /inbox/{id}/feedback',
      back: ({ id }) => `/inbox/${id}`,
      async call(parameters, { body }) {
        const mail = mailOf(parameters);
        const read = gateway.parseFeedback(body);
        if (!read.ok) throw new Refusal(400, read.problems);
        return { published: await gateway.publishFeedback(mail, read.feedback) };
      },
    },
    { key: 'GET /clock', call: async () => now() },
    {
      key: 'POST /clock',
      async call(_, { body, isForm }) {
        await travel.advance(await destination(body, isForm));
        return now();
      },
    },
    {
      key: 'POST /quiet',
      async call() {
        const left = await work.quiet(QUIET_MS);
        if (left.length > 0)
          throw new Refusal(
            503,
            left.map((message) => ({ field: '', message })),
          );
        return { quiet: true, ...now() };
      },
    },
    {
      key: 'POST /faults',
      async call(_, { body }) {
        const added = gateway.faults.add(body);
        if (!added.ok) throw new Refusal(400, added.problems);
        return { faults: gateway.faults.list() };
      },
    },
    { key: 'GET /faults', call: async () => ({ faults: gateway.faults.list() }) },
    { key: 'GET /costs', call: async () => gateway.costs.report() },
    { key: 'GET /denied', call: async () => gateway.denied },
  ];

  async function destination(body: unknown, isForm: boolean): Promise<number> {
    // The button "to what is due next" of the home page.
    if (isForm && (body as { to?: unknown }).to === 'next') return (await travel.next()) ?? clock.now() + 1;
    return readDestination(body, clock.now());
  }
}
