import type { Mail } from '../aws/inbox-mail.ts';
import type { RunClock } from '../clock/run-clock.ts';
import type { DueIndex } from '../due-index.ts';
import type { DynamodbCall } from '../engines/dynamodb-call.ts';
import type { Inbox } from '../inbox.ts';
import type { RunOrigins } from '../ready.ts';
import { type Trouble, trouble } from '../trouble.ts';
import type { ComingBroadcasts } from './broadcasts.ts';
import { type Coming, whatComes } from './coming.ts';
import { frame, readableTime } from './frame.ts';
import { homePage, mailList } from './home-page.ts';
import { html } from './html.ts';
import { mailPage } from './mail-page.ts';
import { recentDecisions } from './recent-decisions.ts';

/** The pages of the home origin, as HTML. */
export interface HomePages {
  home(): Promise<string>;
  inbox(): Promise<string>;
  mail(mail: Mail): string;
}

interface HomeParts {
  readonly origins: RunOrigins;
  readonly inbox: Inbox;
  readonly clock: RunClock;
  readonly call: DynamodbCall;
  readonly recordsTable: string;
  readonly peopleTable: string;
  readonly due: DueIndex;
  readonly broadcasts: ComingBroadcasts;
  readonly next: () => Promise<number | null>;
  readonly say: (line: string) => void;
}

const SHOWN = 12;

export function homePages(parts: HomeParts): HomePages {
  const { origins, inbox, clock, call, recordsTable, next } = parts;
  const calendar = trouble(parts.say, 'the home page cannot tell which broadcasts are to come');
  return {
    async home() {
      const mails = inbox.list();
      const [decisions, coming, nextAt] = await Promise.all([
        recentDecisions(call, recordsTable, SHOWN),
        comingNext(parts, calendar),
        next(),
      ]);
      return homePage({
        now: clock.now(),
        origins,
        mails: mails.slice(0, SHOWN),
        mailCount: mails.length,
        decisions,
        coming,
        next: nextAt,
      });
    },
    async inbox() {
      const body = html`<main><section><h1>Inbox</h1>${mailList(inbox.list())}</section></main>`;
      return frame('inbox: heed', readableTime(clock.now()), body);
    },
    mail: (mail) => mailPage(mail, clock.now()),
  };
}

/** A release that cannot be read hides the broadcasts only: the page opens all the same. */
async function comingNext(
  { call, peopleTable, due, broadcasts, clock }: HomeParts,
  calendar: Trouble,
): Promise<readonly Coming[]> {
  const toCome = broadcasts(clock.now()).then(
    (found) => {
      calendar.wentWell();
      return found;
    },
    (error: unknown) => {
      calendar.failed(error);
      return [];
    },
  );
  const all = await Promise.all([whatComes(call, peopleTable, due, SHOWN), toCome]);
  return all
    .flat()
    .sort((left, right) => left.at - right.at)
    .slice(0, SHOWN);
}
