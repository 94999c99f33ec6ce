/**
 * The mail to a new address (P-32): what was asked and when, the topics that its confirmation asks for anew (P-51), the link to
 * confirm and the one for "it was not me". No advertising, nothing of the old address.
 */
export const addressSource = `---
subject: "{{ texts.confirmationAddressSubject }}"
preheader: "{{ texts.confirmationPreheader }}"
class: transactional
---
<mj-section>
  <mj-column>
    <mj-text><h1>{{ texts.confirmationAddressHeading }}</h1></mj-text>
    <mj-text>{{ texts.confirmationAddressAsked }}</mj-text>
    <mj-text>{% if request.topics.size > 0 %}{{ texts.confirmationAddressTopics }}
      <ul>{% for topic in request.topics %}<li>{{ topic }}</li>{% endfor %}</ul>
      {{ texts.confirmationText }}<br /><em>{{ request.text | newline_to_br }}</em>{% endif %}</mj-text>
    <mj-button href="{{ links.confirm }}">{{ texts.confirmationButton }}</mj-button>
    <mj-text>{{ texts.confirmationUntil }}</mj-text>
    <mj-text font-size="14px" color="#55625d">{{ texts.confirmationNotMe }}
      <a href="{{ links.notMe }}" style="color:#55625d">{{ texts.confirmationNotMeLink }}</a></mj-text>
  </mj-column>
</mj-section>
`;
