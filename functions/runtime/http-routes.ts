import type { HttpHouse } from './http.ts';
import type { Answer, HttpAnswer, HttpRequest } from './http-message.ts';

/** One path and what it answers by method. HEAD and OPTIONS need no entry. */
export interface Route {
  /** Such as `/confirm/{token}`; a parameter is one segment, and of `{id+}` as many as there are. */
  readonly path: string;
  readonly methods: { readonly GET?: Answer; readonly POST?: Answer };
}

function paramsOf(template: string, path: string): Record<string, string> | null {
  const names = template.split('/');
  const segments = withMany(names, path.split('/'));
  if (names.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const segment = segments[index] as string;
    if (!name.startsWith('{')) {
      if (name !== segment) return null;
    } else if (segment === '') return null;
    else params[name.slice(1, -1).replace('+', '')] = segment;
  }
  return params;
}

/** The segments with those of a parameter that takes many as one. */
function withMany(names: readonly string[], segments: readonly string[]): readonly string[] {
  const at = names.findIndex((name) => name.endsWith('+}'));
  const more = segments.length - names.length;
  if (at < 0 || more <= 0) return segments;
  return [...segments.slice(0, at), segments.slice(at, at + more + 1).join('/'), ...segments.slice(at + more + 1)];
}

function allowed(route: Route): string {
  const methods = Object.keys(route.methods);
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
}

async function answerOn(route: Route, house: HttpHouse, request: HttpRequest): Promise<HttpAnswer> {
  if (request.method === 'OPTIONS') return { status: 204, headers: { allow: allowed(route) }, body: '' };
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const answer = method === 'GET' || method === 'POST' ? route.methods[method] : undefined;
  if (answer) return answer(request);
  const refusal = house.fault(request, { status: 405 });
  return { ...refusal, headers: { ...refusal.headers, allow: allowed(route) } };
}

/** Answers by path and method. HEAD is what GET answers; OPTIONS and unknown methods reach no route, so change nothing (P-08). */
export function answerBy(routes: readonly Route[], house: HttpHouse): Answer {
  return async (request) => {
    for (const route of routes) {
      const params = paramsOf(route.path, request.path);
      if (params) return { ...(await answerOn(route, house, { ...request, params })), route: route.path };
    }
    return house.fault(request, { status: 404 });
  };
}
