import type { Mail } from '../aws/inbox-mail.ts';
import type { RunClock } from '../clock/run-clock.ts';
import type { DueIndex } from '../due-index.ts';
import type { DynamodbCall } from '../engines/dynamodb-call.ts';
import type { Inbox } from '../inbox.ts';
import type { RunOrigins } from '../ready.ts';
import type { Wiring } from '../template/wiring.ts';

/** The pages of the home origin, as HTML. */
export interface HomePages {
  home(): Promise<string>;
  inbox(): Promise<string>;
  mail(mail: Mail): string;
}

export interface HomeParts {
  readonly origins: RunOrigins;
  readonly inbox: Inbox;
  readonly clock: RunClock;
  readonly call: DynamodbCall;
  readonly wiring: Wiring;
  readonly due: DueIndex;
  readonly next: () => Promise<number | null>;
}

export function homePages(_parts: HomeParts): HomePages {
  return { home: async () => 'home', inbox: async () => 'inbox', mail: () => 'mail' };
}
