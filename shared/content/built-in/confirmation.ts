/**
 * The confirmation mail (P-27): who asks (name, legal name, address by the layout), what was asked, when, in which words,
 * the link to confirm and the one for "it was not me". No advertising, no picture, no tracking. One source for all locales:
 * its words are those of `texts`.
 */
export const confirmationSource = `---
subject: "{{ texts.confirmationSubject }}"
preheader: "{{ texts.confirmationPreheader }}"
class: transactional
---
<mj-section>
  <mj-column>
    <mj-text><h1>{{ texts.confirmationHeading }}</h1></mj-text>
    <mj-text>{{ texts.confirmationAsked }}</mj-text>
    <mj-text><ul>{% for topic in request.topics %}<li>{{ topic }}</li>{% endfor %}</ul></mj-text>
    <mj-text>{{ texts.confirmationText }}<br /><em>{{ request.text | newline_to_br }}</em></mj-text>
    <mj-button href="{{ links.confirm }}">{{ texts.confirmationButton }}</mj-button>
    <mj-text>{{ texts.confirmationUntil }}</mj-text>
    <mj-text font-size="14px" color="#55625d">{{ texts.confirmationNotMe }}
      <a href="{{ links.notMe }}" style="color:#55625d">{{ texts.confirmationNotMeLink }}</a></mj-text>
  </mj-column>
</mj-section>
`;
