import { type Purpose, type Token, verifyToken } from '../../shared/consent/tokens.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import type { Person } from '../../shared/person/person.ts';
import { loadSurvivor } from '../../shared/person/survivor.ts';
import type { ReleaseContent } from '../../shared/workspace/definitions.ts';
import type { HttpAnswer, HttpRequest } from '../runtime/http-message.ts';
import type { Route } from '../runtime/http-routes.ts';
import { type PageFrame, pageFrame } from './page-frame.ts';
import { gonePage, notFoundPage } from './refusal-pages.ts';
import type { WebPorts } from './web-ports.ts';

/** A request whose link is good. */
export interface Visit<P extends Purpose> {
  readonly request: HttpRequest;
  readonly token: Extract<Token, { purpose: P }>;
  /** Null where nobody is stored under the link's profile: never stored, or erased. */
  readonly person: Person | null;
  readonly content: ReleaseContent;
  /** Number of the release that the page's words are from: the version of its form, as evidence (P-40). */
  readonly release: number;
  readonly frame: PageFrame;
  readonly now: Instant;
}

export interface TokenPage<P extends Purpose> {
  /** GET: shows, changes nothing (P-08). */
  readonly show: (visit: Visit<P>) => Promise<HttpAnswer>;
  /** POST. */
  readonly submit: (visit: Visit<P>) => Promise<HttpAnswer>;
}

/** The language that the person chose, else the profile's (P-69). */
function localeOf(person: Person | null): string | null {
  const locale = person?.preferences.language?.value ?? person?.traits.locale?.value;
  return typeof locale === 'string' ? locale : null;
}

/**
 * A page behind a link, at `/<purpose>/{token}`. The token is read from the path only (P-07); forged, altered or of another
 * purpose is always the same 404 (P-09, P-30), whatever else the request says; expired is 410.
 */
export function tokenPage<P extends Purpose>(ports: WebPorts, purpose: P, page: TokenPage<P>): Route {
  const answer = (then: TokenPage<P>['show']) => async (request: HttpRequest) => {
    const now = ports.clock();
    const { content, number } = await ports.releases.active();
    const { revokedKeys } = content.settings.permission;
    const verified = await verifyToken(ports.keys, purpose, request.params.token ?? '', now, revokedKeys);
    if (!verified.ok) {
      const frame = pageFrame(content, request, null);
      return verified.reason === 'expired' ? gonePage(frame) : notFoundPage(frame);
    }
    const stored = await loadSurvivor(ports.people, verified.token.profileId);
    const person = stored?.erasedAt === null ? stored : null;
    const frame = pageFrame(content, request, localeOf(person));
    return then({ request, token: verified.token, person, content, release: number, frame, now });
  };
  return { path: `/${purpose}/{token}`, methods: { GET: answer(page.show), POST: answer(page.submit) } };
}
