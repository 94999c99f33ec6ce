const BODY = /<body\b[^>]*>/i;

// No eye, no screen reader and no tab key finds it; a program that reads the HTML does. Without text, so that there is nothing to
// read aloud where a mail program drops the style.
const HIDDEN =
  'aria-hidden="true" tabindex="-1" style="display:none;font-size:0;line-height:0;max-height:0;overflow:hidden;mso-hide:all"';

/**
 * Puts the link that only programs follow before every other one, since scanners follow them in that order (P-24). It carries no token: SES's click event
 * knows whose mail it was, and the page behind it does nothing (P-17). The plain text stays as it is.
 */
export function withCanary(html: string, url: string): string {
  return html.replace(BODY, (body) => `${body}<a href="${url}" ${HIDDEN}></a>`);
}
