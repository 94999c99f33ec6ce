import { type Html, html } from '../../local/home/html.ts';
import { number } from './chart.ts';

/** A text, a number, or a bar of a share from 0 to 1; what a bar shows stands beside it as a number. */
export type Cell = string | number | { readonly share: number; readonly color?: number };

/** The first column names the row. */
export function table(heading: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  const head = heading.map((name, at) => {
    if (name === '') return html`<td></td>`;
    return html`<th scope="col"${isNumeric(rows, at) ? { html: ' class="n"' } : null}>${name}</th>`;
  });
  const body = rows.map((cells) => html`<tr>${cells.map(cell)}</tr>`);
  const thead = heading.some((name) => name !== '') ? html`<thead><tr>${head}</tr></thead>` : null;
  return html`<div class="scroll" tabindex="0"><table>${thead}<tbody>${body}</tbody></table></div>`;
}

function isNumeric(rows: readonly (readonly Cell[])[], column: number): boolean {
  return rows.some((row) => isNumber(row[column]));
}

/** A difference is a text with its sign: it stands among numbers. */
function isNumber(cell: Cell | undefined): boolean {
  return typeof cell === 'number' || (typeof cell === 'string' && /^[+-][\d,.]+$/.test(cell));
}

function cell(value: Cell, column: number): Html {
  if (typeof value === 'number') return html`<td class="n">${number(value)}</td>`;
  if (typeof value === 'string' && isNumber(value)) return html`<td class="n">${value}</td>`;
  if (typeof value === 'string') return column === 0 ? html`<th scope="row">${value}</th>` : html`<td>${value}</td>`;
  const width = Math.round(Math.min(1, value.share) * 1000) / 10;
  return html`<td class="bar" aria-hidden="true"><span class="c${value.color ?? 0}" style="width:${width}%"></span></td>`;
}
