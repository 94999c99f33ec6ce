/**
 * The mail that brings the link to a person's data (P-60): the data themselves are never attached. No advertising, no tracking.
 * One source for all locales: its words are those of `texts`.
 */
export const exportLinkSource = `---
subject: "{{ texts.exportMailSubject }}"
preheader: "{{ texts.exportMailPreheader }}"
class: transactional
---
<mj-section>
  <mj-column>
    <mj-text><h1>{{ texts.exportMailHeading }}</h1></mj-text>
    <mj-text>{{ texts.exportMailText }}</mj-text>
    <mj-button href="{{ links.export }}">{{ texts.exportMailButton }}</mj-button>
    <mj-text font-size="14px" color="#55625d">{{ texts.exportMailNotYou }}</mj-text>
  </mj-column>
</mj-section>
`;
