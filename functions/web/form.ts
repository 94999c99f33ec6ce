import type { Topic } from '../../shared/workspace/definitions.ts';
import { type Child, type Html, html } from './html.ts';
import { addressIn, type PageFrame } from './page-frame.ts';

/** A form that posts to the page's own address, in the language that is shown. Nothing submits it but its button (P-18). */
export function postForm(frame: PageFrame, content: Child): Html {
  return html`<form method="post" action="${addressIn(frame, frame.locale)}">${content}</form>`;
}

/** A form of one field and one button. */
export function buttonForm(frame: PageFrame, name: string, value: string, label: string, quiet = false): Html {
  return postForm(
    frame,
    html`<input type="hidden" name="${name}" value="${value}"><button type="submit"${quiet && html` class="quiet"`}>${label}</button>`,
  );
}

/** The words somebody agrees to by ticking a topic: shown beside the box, kept as evidence (P-40). */
export function consentSentence(frame: PageFrame, topic: Topic): string {
  return frame.say('subscribeConsent', { topics: frame.inWords(topic.name) });
}

/** One box a topic, each with its own sentence: one consent never implies another (P-41). `ticked` holds topic ids, `more` may add to one. */
export function topicBoxes(
  frame: PageFrame,
  topics: readonly Topic[],
  ticked: ReadonlySet<string>,
  more: (topic: Topic) => Child = () => null,
): Html {
  const box = (topic: Topic, index: number) => {
    const description = frame.inWords(topic.description);
    return html`<div class="choice">
<input type="checkbox" id="topic-${index}" name="topics" value="${topic.id}" aria-describedby="topic-${index}-more"${
      ticked.has(topic.id) && html` checked`
    }>
<label for="topic-${index}">${frame.inWords(topic.name)}</label>
<div id="topic-${index}-more">${description ? html`<p>${description}</p>` : null}<p>${consentSentence(frame, topic)}</p>${more(topic)}</div>
</div>`;
  };
  return html`${topics.map(box)}`;
}
