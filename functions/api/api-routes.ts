import { resumeTemplate } from '../../shared/api/switches.ts';
import { ConflictError } from '../../shared/kernel/errors.ts';
import type { Fault, HttpHouse } from '../runtime/http.ts';
import type { HttpAnswer, Answer as HttpAnswering, HttpRequest } from '../runtime/http-message.ts';
import { answerBy, type Route } from '../runtime/http-routes.ts';
import { fieldProblem, problem } from './problem.ts';
import type { Answer, ApiRoute } from './route.ts';
import { routes } from './routes/registry.ts';
import type { ApiWorld } from './world.ts';

/** All of the API over one world, for the runtime. */
export function apiAnswer(world: ApiWorld): HttpAnswering {
  return answerBy(routesByPath(world), apiHouse);
}

/**
 * The routes as the runtime takes them: by path, their methods beside each other. The path comes decoded, so the slash of
 * `_system/confirmation` is one of the path's own.
 */
function routesByPath(world: ApiWorld): Route[] {
  const paths = [...new Set(routes.map((route) => route.path))];
  return paths.map((path) => ({
    path: path === resumeTemplate.path ? path.replace('{id}', '{id+}') : path,
    methods: Object.fromEntries(
      routes
        .filter((route) => route.path === path)
        .map((route) => [route.method, (request: HttpRequest) => answered(route, request, world)]),
    ),
  }));
}

async function answered(route: ApiRoute, request: HttpRequest, world: ApiWorld): Promise<HttpAnswer> {
  const params = decodedParams(request.params);
  if (!params) return httpAnswer(nothingHere());
  try {
    return httpAnswer(await route.answer({ ...request, params }, world));
  } catch (error) {
    // Here a caller can read again and decide; in a queue's work the same error is simply tried again.
    if (error instanceof ConflictError)
      return httpAnswer(problem(409, 'Somebody else was first: read again, then try again.'));
    throw error;
  }
}

/** Null for what is no percent-encoding: such a path names nothing. */
function decodedParams(params: HttpRequest['params']): HttpRequest['params'] | null {
  try {
    return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch {
    return null;
  }
}

function httpAnswer(answer: Answer): HttpAnswer {
  return {
    status: answer.status,
    headers: { 'content-type': 'application/json', ...answer.headers },
    body: JSON.stringify(answer.body),
  };
}

const nothingHere = () => problem(404, 'Nothing is at this path.');

function unavailable(): Answer {
  const answer = problem(503, 'A service behind this did not answer; nothing is wrong with the request. Try again.');
  return { ...answer, headers: { ...answer.headers, 'retry-after': '1' } };
}

function faultAnswer(fault: Fault): Answer {
  switch (fault.status) {
    case 400:
      return fieldProblem(400, 'The request cannot be read.', fault.problems);
    case 404:
      return nothingHere();
    case 405:
      return problem(405, 'This path does not take this method; `allow` names those that it does.');
    case 503:
      return unavailable();
  }
}

/** Problem details for every fault; answers hold personal data, so nobody on the way may keep them. */
export const apiHouse: HttpHouse = {
  fault: (_request, fault) => httpAnswer(faultAnswer(fault)),
  headers: { 'cache-control': 'no-store' },
};
