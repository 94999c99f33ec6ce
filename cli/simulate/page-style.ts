/** Of the report page: calm, in the light and in the dark, on paper too. Nothing is loaded from anywhere. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ground:#f7f6f3;--card:#fff;--ink:#1f2326;--soft:#5c6368;--line:#dedbd4;--tint:#eef1ee;
--c0:#1c6b52;--c1:#3565a8;--c2:#a85a14;--c3:#7d4a94;--c4:#a3344f;--c5:#6b7280}
@media(prefers-color-scheme:dark){:root{--ground:#14171a;--card:#1d2125;--ink:#e9ecee;--soft:#a5adb3;--line:#343a40;--tint:#262c30;
--c0:#7fd1b1;--c1:#8db7f0;--c2:#f0b15e;--c3:#cfa4e0;--c4:#f098ab;--c5:#a5adb3}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
header,main{max-width:72rem;margin:0 auto;padding:0 1rem}
header{padding-top:2rem;padding-bottom:1rem}
h1{font-size:1.5rem;line-height:1.3;margin:0}
header p{margin:.25rem 0 0;color:var(--soft)}
main{display:grid;gap:1rem;padding-bottom:3rem}
@media(min-width:56rem){.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}}
.pair{display:grid;gap:1rem;align-items:start}
section{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.1rem 1.25rem;min-width:0}
h2{font-size:1rem;margin:0 0 .75rem}
h2 small,.soft{color:var(--soft);font-weight:400}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1rem}
.numbers div{display:flex;flex-direction:column-reverse}
.numbers dt{color:var(--soft);font-size:.875rem}
.numbers dd{margin:0;font-size:1.75rem;line-height:1.2;font-variant-numeric:tabular-nums}
dl{margin:0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{text-align:left;padding:.4rem .75rem .4rem 0;border-top:1px solid var(--line);vertical-align:baseline}
thead th,thead td{border-top:0;color:var(--soft);font-weight:400;font-size:.875rem}
tbody th{font-weight:400}
th,td{overflow-wrap:normal}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.bar{width:40%;padding-right:0}
.bar span{display:block;height:.6rem;border-radius:.3rem;background:var(--c0);min-width:2px}
.bar span.c1{background:var(--c1)}
figure{margin:0;overflow-x:auto}
svg{display:block;width:100%;min-width:32rem;height:auto}
svg text{font-size:11px;fill:var(--soft);font-variant-numeric:tabular-nums}
.grid{stroke:var(--line);stroke-width:1}
.line{fill:none;stroke-width:2;stroke-linejoin:round}
${[0, 1, 2, 3, 4, 5].map((n) => `rect.c${n}{fill:var(--c${n})}.line.c${n}{stroke:var(--c${n});fill:none}.key.c${n}{background:var(--c${n})}`).join('\n')}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:.5rem 0 0;padding:0;font-size:.875rem}
.key{display:inline-block;width:.75rem;height:.75rem;border-radius:.2rem;margin-right:.4rem}
details summary{cursor:pointer;margin-top:.75rem;color:var(--soft);font-size:.875rem}
:focus-visible{outline:3px solid var(--c0);outline-offset:2px}
@media print{body{background:none}section{break-inside:avoid}}
`;
