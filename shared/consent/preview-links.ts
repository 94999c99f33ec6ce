import type { Links } from './links.ts';

/** No token has this form, so every page answers it as it answers a forged one: nothing happens. */
const NO_TOKEN = 'preview';

/** Links that look like those of a mail and do nothing, for mails that are no mail: previews and tests. */
export function previewLinks(origin: string): Links {
  const link = async (path: string) => `${origin}/${path}/${NO_TOKEN}`;
  return {
    unsubscribe: () => link('unsubscribe'),
    preferences: () => link('preferences'),
    confirm: () => link('confirm'),
    address: () => link('address'),
    notMe: () => link('not-me'),
    export: () => link('export'),
    subscribe: async () => `${origin}/subscribe`,
  };
}
