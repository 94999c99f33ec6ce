import type { ReleaseContent } from '../../shared/workspace/definitions.ts';
import { emptyRelease } from '../../shared/workspace/empty-release.ts';
import { builtInTexts } from '../../shared/workspace/texts/built-in.ts';
import type { Release } from '../../shared/workspace/workspace.ts';
import type { Fault, HttpHouse } from '../runtime/http.ts';
import { type Answer, type HttpAnswer, speaksJson } from '../runtime/http-message.ts';
import { answerBy } from '../runtime/http-routes.ts';
import { problemAnswer } from '../runtime/problem-details.ts';
import { addressPage } from './address.ts';
import { canaryPage } from './canary.ts';
import { confirmPage } from './confirm.ts';
import { exportPage } from './export.ts';
import { notMePage } from './not-me.ts';
import { pageHeaders } from './page.ts';
import { type PageFrame, pageFrame } from './page-frame.ts';
import { preferencesPage } from './preferences.ts';
import { busyPage, methodPage, notFoundPage, unreadablePage } from './refusal-pages.ts';
import { subscribePage } from './subscribe.ts';
import { undoPage } from './undo.ts';
import { unsubscribePage } from './unsubscribe.ts';
import type { WebPorts } from './web-ports.ts';

/** Every public page. A new one is a file of its own and a line here. */
const pages = [
  subscribePage,
  confirmPage,
  preferencesPage,
  unsubscribePage,
  notMePage,
  exportPage,
  undoPage,
  addressPage,
  canaryPage,
];

const wordsWithoutRelease: ReleaseContent = {
  ...emptyRelease.content,
  settings: { ...emptyRelease.content.settings, locales: Object.keys(builtInTexts) },
};

/** The public pages, ready for `httpHandler`. */
export interface Web {
  readonly answer: Answer;
  readonly house: HttpHouse;
}

/** Faults in the words of the release seen last, which a page about a store that does not answer cannot ask for. */
export function web(ports: WebPorts): Web {
  let words = wordsWithoutRelease;
  const active = async (): Promise<Release> => {
    const release = await ports.releases.active();
    words = release.content;
    return release;
  };
  const house: HttpHouse = {
    headers: pageHeaders,
    fault: (request, fault) =>
      speaksJson(request)
        ? problemAnswer(fault.status, fault.problems)
        : faultPage(pageFrame(words, request, null), fault),
  };
  const releases = { active, pinned: ports.releases.pinned.bind(ports.releases) };
  return {
    house,
    answer: answerBy(
      pages.map((page) => page({ ...ports, releases })),
      house,
    ),
  };
}

function faultPage(frame: PageFrame, fault: Fault): HttpAnswer {
  switch (fault.status) {
    case 400:
      return unreadablePage(frame);
    case 404:
      return notFoundPage(frame);
    case 405:
      return methodPage(frame);
    case 503:
      return busyPage(frame);
  }
}
