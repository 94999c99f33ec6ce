import { createHash } from 'node:crypto';

export interface Style {
  readonly css: string;
  /** For `style-src`: the only style that the page may have. */
  readonly hash: string;
}

const made = new Map<string, Style>();

/** The style of all pages in the brand's colour (`#rgb` or `#rrggbb`; anything else is left out). */
export function styleFor(color: string): Style {
  const brand = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(color) ? color : '#1f5f4a';
  const known = made.get(brand);
  if (known) return known;
  const css = `:root{--brand:${brand};--on-brand:${textOn(brand)}}${RULES}`;
  const style = { css, hash: createHash('sha256').update(css).digest('base64') };
  made.set(brand, style);
  return style;
}

/** Black or white, whichever stands out more; the better one always reaches 4.5:1 (WCAG 1.4.3). */
function textOn(color: string): string {
  return luminance(color) > 0.179 ? '#000' : '#fff';
}

/** Relative luminance as WCAG defines it, 0 to 1. */
function luminance(color: string): number {
  const digits = (color.length === 4 ? color.replace(/[^#]/g, '$&$&') : color).slice(1).match(/../g);
  const [red, green, blue] = (digits ?? []).map((pair) => {
    const share = Number.parseInt(pair, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

// The brand's colour is ground, never text: nobody knows how it stands out against a page that may be light or dark.
const RULES = `
:root{color-scheme:light dark;--ground:#f6f5f2;--card:#fff;--ink:#1d1f21;--soft:#5a5f64;--line:#8a8f94;--hair:#e3e1dc;--wrong:#b00020}
@media(prefers-color-scheme:dark){:root{--ground:#15171a;--card:#1e2125;--ink:#eceef0;--soft:#abb1b7;--line:#7d848b;--hair:#33383e;--wrong:#ff9aa8}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}
.page{max-width:36rem;margin:0 auto;padding:1.5rem 1rem 3rem}
header{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1rem;padding:.5rem 0 1.25rem}
.brand{display:flex;align-items:center;gap:.6rem;font-weight:650;font-size:1.125rem}
.brand::before{content:"";width:.75rem;height:.75rem;border-radius:50%;background:var(--brand);border:1px solid var(--line)}
.brand.pictured::before{display:none}
.brand img{display:block;max-height:2.5rem;max-width:9rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem;margin:0;padding:0;list-style:none}
nav a,nav span{display:inline-block;min-height:2rem;padding:.2rem .6rem;border-radius:.5rem;font-size:.9375rem;color:inherit}
nav span{background:var(--hair);font-weight:600}
main{background:var(--card);border:1px solid var(--hair);border-top:4px solid var(--brand);border-radius:.875rem;padding:1.75rem}
h1{font-size:1.625rem;line-height:1.25;margin:0 0 .75rem;text-wrap:balance}
h2{font-size:1.125rem;line-height:1.35;margin:0 0 .25rem}
p{margin:0 0 1rem}
a{color:inherit;text-underline-offset:.2em}
form{margin:1.25rem 0 0}
label,legend{font-weight:600;padding:0}
fieldset{border:0;margin:0 0 1.5rem;padding:0;min-width:0}
.field{margin:0 0 1.5rem}
input[type=email],input[type=text],input[type=date],select{display:block;width:100%;min-height:2.875rem;margin-top:.35rem;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
.choice{display:grid;grid-template-columns:1.5rem 1fr;gap:0 .75rem;margin-top:.75rem;padding:.875rem;border:1px solid var(--hair);border-radius:.625rem}
.choice input{width:1.5rem;height:1.5rem;margin:.1rem 0 0;accent-color:var(--brand)}
.choice div{grid-column:2}
.choice p{margin:.125rem 0 0;color:var(--soft);font-size:.9375rem}
button{display:inline-block;min-height:2.875rem;padding:.55rem 1.4rem;font:inherit;font-weight:600;color:var(--on-brand);background:var(--brand);border:1px solid var(--line);border-radius:.625rem;cursor:pointer}
button.quiet{color:inherit;background:transparent}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
.wrong{color:var(--wrong);font-weight:600}
[aria-invalid=true]{border:2px solid var(--wrong)!important}
.apart{margin-top:1.75rem;padding-top:1.25rem;border-top:1px solid var(--hair)}
.apart form{margin-top:.75rem}
.note{padding:.75rem 1rem;border-left:4px solid var(--brand);background:var(--ground);border-radius:.375rem;margin:0 0 1.25rem}
.note p:last-child{margin:0}
legend.big{font-size:1.125rem;font-weight:650;line-height:1.35;margin-bottom:.25rem}
fieldset+fieldset:not(.field){margin-top:2rem}
.hint,.since{color:var(--soft);font-size:.9375rem;margin:0 0 .5rem}
.choice .since{margin-top:.35rem;padding-left:.6rem;border-left:3px solid var(--brand)}
.choice.small{margin-top:.5rem;padding:.6rem .875rem}
.choice.plain label{font-weight:400}
.choice+button{margin-top:1rem}
.stop+.apart{border-top:0;padding-top:0}
legend.big+.field{margin-top:.75rem}
.stop{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.75rem 1.25rem;margin:1rem 0 0;padding:1rem;border:1px solid var(--line);border-radius:.75rem}
.stop div{flex:1 1 14rem}
.stop p{margin:0;color:var(--soft);font-size:.9375rem}
.stop form{margin:0}
.days{display:flex;flex-wrap:wrap;gap:.5rem;margin:.35rem 0 0;padding:0;list-style:none}
.days li{position:relative}
.days input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.days label{display:inline-block;min-width:3.1rem;padding:.5rem .6rem;text-align:center;font-weight:500;border:1px solid var(--line);border-radius:.5rem}
.days input:checked+label{background:var(--brand);color:var(--on-brand);font-weight:650}
.days input:not(:checked)+label{color:var(--soft);text-decoration:line-through}
.days input:focus-visible+label{outline:3px solid var(--ink);outline-offset:2px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:0 .75rem;margin-top:.35rem}
.pair .field{margin:0}
.pair label{font-weight:400;color:var(--soft);font-size:.9375rem}
details{border-top:1px solid var(--hair);padding:.25rem 0}
.apart>details:first-child{border-top:0}
summary{padding:.7rem 0;font-weight:600;cursor:pointer}
details form{margin:.5rem 0 1.25rem}
details form .field:last-of-type{margin-bottom:1rem}
.undo{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;margin:.75rem 0 0}
.note p+p{margin-top:-.5rem}
.unseen{display:none}
footer{padding:1.25rem 0;color:var(--soft);font-size:.9375rem}
footer p{margin:0 0 .25rem}
@media(max-width:26rem){main{padding:1.25rem}button{width:100%}}
`;
