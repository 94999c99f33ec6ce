import type { Mail } from '../aws/inbox-mail.ts';

/** The pages of the home origin, as HTML. */
export interface HomePages {
  home(): Promise<string>;
  inbox(): Promise<string>;
  mail(mail: Mail): string;
}
