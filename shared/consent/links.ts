import type { Instant } from '../kernel/instants.ts';
import type { MacKeys } from './mac-keys.ts';
import { signToken } from './tokens.ts';

/** Absolute links on our own domain, the only ones that mails carry for permission (P-02). */
export interface Links {
  unsubscribe(profileId: string, topic: string | null, messageId: string | null): Promise<string>;
  preferences(profileId: string): Promise<string>;
  confirm(profileId: string, requestId: string, expiresAt: Instant): Promise<string>;
  notMe(profileId: string, requestId: string, expiresAt: Instant): Promise<string>;
}

/** `origin` without a trailing slash; `preferenceLinkFor` in ms (P-32). */
export function linksOn(origin: string, keys: MacKeys, now: Instant, preferenceLinkFor: number): Links {
  const link = async (path: string, token: Parameters<typeof signToken>[1]) =>
    `${origin}/${path}/${await signToken(keys, token, now)}`;
  return {
    unsubscribe: (profileId, topic, messageId) =>
      link('unsubscribe', { purpose: 'unsubscribe', profileId, topic, messageId }),
    preferences: (profileId) =>
      link('preferences', { purpose: 'preferences', profileId, expiresAt: now + preferenceLinkFor }),
    confirm: (profileId, requestId, expiresAt) =>
      link('confirm', { purpose: 'confirm', profileId, requestId, expiresAt }),
    notMe: (profileId, requestId, expiresAt) => link('not-me', { purpose: 'not-me', profileId, requestId, expiresAt }),
  };
}
