/** A matched route of an HTTP API. */
interface RouteMatch<Route> {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Finds the route of a request as an HTTP API does: the most specific path wins (literal before `{name}` before `{name+}`), a named
 * method before `ANY`, `$default` last; null is its 404.
 */
export function findRoute<Route extends { readonly key: string }>(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch<Route> | null {
  const candidates = routes.flatMap((route) => {
    if (route.key === '$default') return [{ route, parameters: {}, rank: '9' }];
    const [wanted = '', template = ''] = route.key.split(' ');
    if (wanted !== 'ANY' && wanted !== method) return [];
    const parameters = matchPath(template, path);
    if (!parameters) return [];
    return [{ route, parameters, rank: `${rankOf(template)}${wanted === 'ANY' ? 1 : 0}` }];
  });
  const [best] = candidates.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return best ? { route: best.route, parameters: best.parameters } : null;
}

function rankOf(template: string): string {
  return template
    .split('/')
    .map((part) => (part.endsWith('+}') ? '2' : part.startsWith('{') ? '1' : '0'))
    .join('');
}

function matchPath(template: string, path: string): Record<string, string> | null {
  const wanted = template.split('/');
  const given = path.split('/');
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const greedy = /^\{(.+)\+\}$/.exec(part);
    if (greedy) {
      const rest = given.slice(index).join('/');
      if (rest === '') return null;
      parameters[greedy[1]!] = decode(rest);
      return parameters;
    }
    const value = given[index];
    if (value === undefined) return null;
    const single = /^\{(.+)\}$/.exec(part);
    if (single ? value === '' : value !== part) return null;
    if (single) parameters[single[1]!] = decode(value);
  }
  return given.length === wanted.length ? parameters : null;
}

/** Percent-decodes; a broken escape stays as it is, so that it leads to a 404 of the function rather than to a crash here. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
