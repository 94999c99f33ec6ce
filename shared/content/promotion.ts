/** A block that its author marked as advertising, by the class `promotion` on a part of MJML or HTML. */
export const PROMOTION = /<[a-z][^<>]*?\s(?:css-)?class=(["'])(?:[^"'<>]*\s)?promotion(?:\s[^"'<>]*)?\1/i;

/** P-53: what is marked is refused; what nobody marks cannot be told from an invoice, and is for people to look at. */
export const PROMOTION_REFUSED =
  'is a block marked as promotion in a mail that people get without having asked for offers (P-53): take it out, or make the class marketing';
