import type { Instant } from '../kernel/instants.ts';
import type { MacKeys } from './mac-keys.ts';
import { EXPORT_LINK_FOR, signToken } from './tokens.ts';

/** Absolute links on our own domain, the only ones that mails carry for permission (P-02). */
export interface Links {
  unsubscribe(profileId: string, topic: string | null, messageId: string | null): Promise<string>;
  preferences(profileId: string): Promise<string>;
  confirm(profileId: string, requestId: string, expiresAt: Instant): Promise<string>;
  /** Goes to a new address only (P-32). */
  address(profileId: string, requestId: string, expiresAt: Instant): Promise<string>;
  /** Outlives the request: whoever was asked for by somebody else may say so later too (P-36). */
  notMe(profileId: string, requestId: string): Promise<string>;
  /** The sign-up form tied to this customer; good for as long as the preference link. */
  subscribe(profileId: string): Promise<string>;
  /** Good for 24 h from `now` (P-60). */
  export(profileId: string): Promise<string>;
}

/** `origin` without a trailing slash; `preferenceLinkFor` in ms (P-32); none is signed with one of `revokedKeys` (P-31). */
export function linksOn(
  origin: string,
  keys: MacKeys,
  now: Instant,
  preferenceLinkFor: number,
  revokedKeys: readonly number[] = [],
): Links {
  const link = async (path: string, token: Parameters<typeof signToken>[1]) =>
    `${origin}/${path}/${await signToken(keys, token, now, revokedKeys)}`;
  return {
    unsubscribe: (profileId, topic, messageId) =>
      link('unsubscribe', { purpose: 'unsubscribe', profileId, topic, messageId }),
    preferences: (profileId) =>
      link('preferences', { purpose: 'preferences', profileId, expiresAt: now + preferenceLinkFor }),
    confirm: (profileId, requestId, expiresAt) =>
      link('confirm', { purpose: 'confirm', profileId, requestId, expiresAt }),
    export: (profileId) => link('export', { purpose: 'export', profileId, expiresAt: now + EXPORT_LINK_FOR }),
    subscribe: async (profileId) => {
      const token = { purpose: 'subscribe', profileId, expiresAt: now + preferenceLinkFor } as const;
      return `${origin}/subscribe?for=${await signToken(keys, token, now, revokedKeys)}`;
    },
    address: (profileId, requestId, expiresAt) =>
      link('address', { purpose: 'address', profileId, requestId, expiresAt }),
    notMe: (profileId, requestId) =>
      link('not-me', { purpose: 'not-me', profileId, requestId, expiresAt: now + preferenceLinkFor }),
  };
}
