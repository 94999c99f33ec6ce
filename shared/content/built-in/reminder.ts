/**
 * The one reminder of a request that nobody confirmed (P-37): the confirmation mail once more, in fewer words. No advertising,
 * no picture, no tracking. One source for all locales: its words are those of `texts`.
 */
export const reminderSource = `---
subject: "{{ texts.confirmationReminderSubject }}"
preheader: "{{ texts.confirmationPreheader }}"
class: transactional
---
<mj-section>
  <mj-column>
    <mj-text><h1>{{ texts.confirmationReminderHeading }}</h1></mj-text>
    <mj-text>{{ texts.confirmationAsked }}</mj-text>
    <mj-text><ul>{% for topic in request.topics %}<li>{{ topic }}</li>{% endfor %}</ul></mj-text>
    <mj-text>{{ texts.confirmationText }}<br /><em>{{ request.text | newline_to_br }}</em></mj-text>
    <mj-button href="{{ links.confirm }}">{{ texts.confirmationButton }}</mj-button>
    <mj-text>{{ texts.confirmationReminderText }}</mj-text>
    <mj-text font-size="14px" color="#55625d">{{ texts.confirmationNotMe }}
      <a href="{{ links.notMe }}" style="color:#55625d">{{ texts.confirmationNotMeLink }}</a></mj-text>
  </mj-column>
</mj-section>
`;
