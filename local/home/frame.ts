import { type Html, html } from './html.ts';

const STYLE = `
:root{color-scheme:light dark;--ground:#f7f6f3;--card:#fff;--ink:#1f2326;--soft:#5c6368;--line:#dedbd4;--accent:#1c6b52;--on-accent:#fff;--tint:#e8f1ec;--warn:#8a4b00}
@media(prefers-color-scheme:dark){:root{--ground:#14171a;--card:#1d2125;--ink:#e9ecee;--soft:#a5adb3;--line:#343a40;--accent:#7fd1b1;--on-accent:#0d1f18;--tint:#20322b;--warn:#f0b15e}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
header,main{max-width:72rem;margin:0 auto;padding:0 1rem}
header{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.25rem 1.5rem;padding-top:1.25rem;padding-bottom:.75rem}
header a{color:inherit;text-decoration:none;font-weight:700;font-size:1.25rem}
header p{margin:0;color:var(--soft)}
main{display:grid;gap:1rem;padding-bottom:3rem}
@media(min-width:56rem){main.wide{grid-template-columns:minmax(0,5fr) minmax(0,3fr)}}
main.wide>h1{grid-column:1/-1;margin:.25rem 0 0}
.column{display:grid;gap:1rem;align-content:start;min-width:0}
section{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.1rem 1.25rem;min-width:0}
h1{font-size:1.35rem;line-height:1.3;margin:0 0 .5rem}
h2{font-size:1rem;margin:0 0 .6rem;display:flex;justify-content:space-between;align-items:baseline;gap:1rem}
h2 a{font-weight:400;font-size:.9rem}
a{color:var(--accent);text-underline-offset:.2em}
ul,dl{margin:0;padding:0;list-style:none}
li{padding:.5rem 0;border-top:1px solid var(--line)}
li:first-child{border-top:0;padding-top:0}
li>a:first-child{display:block;color:inherit;text-decoration:none;font-weight:600}
li>a:first-child:hover,li>a:first-child:focus-visible{color:var(--accent)}
small,.soft,dt{color:var(--soft);font-size:.875rem}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem .9rem}
dd{margin:0}
code,pre{font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,monospace}
pre{white-space:pre-wrap;margin:0}
.time{font-size:1.5rem;font-variant-numeric:tabular-nums;line-height:1.25;margin:0 0 .75rem}
form{display:flex;flex-wrap:wrap;gap:.5rem}
button{font:inherit;font-size:.9375rem;min-height:2.5rem;padding:.3rem .9rem;border-radius:.5rem;border:1px solid var(--line);background:var(--card);color:var(--ink);cursor:pointer}
button:hover{border-color:var(--accent)}
button.main{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.tag{display:inline-block;background:var(--tint);border-radius:.4rem;padding:0 .45rem;font-size:.8125rem}
.tag.skip,.tag.failed,.tag.skipped{color:var(--warn)}
iframe{width:100%;height:36rem;border:1px solid var(--line);border-radius:.5rem;background:#fff}
details summary{cursor:pointer;margin-bottom:.5rem}
.empty{color:var(--soft);margin:0}
`;

/** A page of the home origin; `now` stands at the top of each. */
export function frame(title: string, now: string, body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,"><style>${{ html: STYLE }}</style></head>
<body><header><a href="/">heed, on this machine</a><p>it is ${now} for heed</p></header>${body}</body></html>`.html;
}

/** `Fri 20 Nov 2026, 10:00:05 UTC`. */
export function readableTime(at: number): string {
  const date = new Date(at);
  const day = date.toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return `${day.replace(',', '')}, ${date.toISOString().slice(11, 19)} UTC`;
}

/** `in 3 h`, `in 2 days`, `now`. */
export function readableWait(ms: number): string {
  const steps: readonly (readonly [number, string])[] = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
  ];
  const step = steps.find(([size]) => ms >= size);
  if (!step) return ms > 0 ? 'within a minute' : 'now';
  const count = Math.round(ms / step[0]);
  return `in ${count} ${step[1]}${count === 1 ? '' : 's'}`;
}
