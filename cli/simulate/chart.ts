import { type Html, html } from '../../local/home/html.ts';

/** A row of numbers under a name, one a label of the chart. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

export interface Chart {
  /** Says what is seen, to those who see it and to those who hear it. */
  readonly title: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
}

const WIDTH = 760;
const HEIGHT = 240;
/** Room for the numbers on the left and the labels below. */
const LEFT = 48;
const BELOW = 24;
const ABOVE = 8;
const INNER = { width: WIDTH - LEFT - 8, height: HEIGHT - BELOW - ABOVE };
const LABELS_AT_MOST = 8;

/** Columns, one a label; several series stand on each other. */
export function columns(chart: Chart): Html {
  const { labels, series } = chart;
  const totals = labels.map((_, at) => series.reduce((sum, each) => sum + (each.values[at] ?? 0), 0));
  const scale = scaleFor(Math.max(0, ...totals));
  const step = INNER.width / Math.max(1, labels.length);
  const gap = step > 6 ? Math.min(6, step * 0.2) : 0;
  const bars = labels.map((label, at) => {
    const parts = stacked(series, at).map(({ below, value, index }) => {
      const [top, height] = [scale.y(below + value), scale.y(below) - scale.y(below + value)];
      return bar(index, LEFT + at * step + gap / 2, top, step - gap, height);
    });
    const words = series.map(({ name, values }) => `${name} ${number(values[at] ?? 0)}`).join(', ');
    return html`<g><title>${label}: ${words}</title>${parts}</g>`;
  });
  return framed(chart, [...gridLines(scale), ...bars, ...labelTexts(labels, step)]);
}

/** Lines over the same labels, to be compared with each other. */
export function lines(chart: Chart): Html {
  const { labels, series } = chart;
  const scale = scaleFor(Math.max(0, ...series.flatMap((each) => each.values)));
  const step = INNER.width / Math.max(1, labels.length);
  const drawn = series.map(({ name, values }, index) => {
    const points = values.map((value, at) => `${round(LEFT + (at + 0.5) * step)},${round(scale.y(value))}`).join(' ');
    const dashes = index === 0 ? '' : '6 4';
    return html`<polyline class="line c${index}" points="${points}" stroke-dasharray="${dashes}"><title>${name}</title></polyline>`;
  });
  return framed(chart, [...gridLines(scale), ...drawn, ...labelTexts(labels, step)]);
}

function stacked(series: readonly Series[], at: number) {
  let below = 0;
  return series.map(({ values }, index) => {
    const part = { below, value: values[at] ?? 0, index };
    below += part.value;
    return part;
  });
}

function bar(index: number, x: number, y: number, width: number, height: number): Html {
  if (height <= 0) return html``;
  return html`<rect class="c${index}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"/>`;
}

interface Scale {
  readonly ticks: readonly number[];
  y(value: number): number;
}

/** Up to four lines at round numbers; the highest is not below the greatest value. */
function scaleFor(most: number): Scale {
  const rough = Math.max(1, most) / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const tick = Math.max(1, ([1, 2, 5, 10].find((each) => each * magnitude >= rough) ?? 10) * magnitude);
  const top = Math.max(tick, Math.ceil(most / tick) * tick);
  return {
    ticks: Array.from({ length: Math.round(top / tick) + 1 }, (_, n) => n * tick),
    y: (value) => ABOVE + INNER.height * (1 - value / top),
  };
}

function gridLines({ ticks, y }: Scale): Html[] {
  return ticks.map((tick) => {
    const at = round(y(tick));
    const text = html`<text x="${LEFT - 8}" y="${round(y(tick) + 4)}" text-anchor="end">${number(tick)}</text>`;
    return html`<line class="grid" x1="${LEFT}" x2="${WIDTH - 8}" y1="${at}" y2="${at}"/>${text}`;
  });
}

function labelTexts(labels: readonly string[], step: number): Html[] {
  const every = Math.max(1, Math.ceil(labels.length / LABELS_AT_MOST));
  return labels.flatMap((label, at) => {
    if (at % every > 0) return [];
    return [html`<text x="${round(LEFT + (at + 0.5) * step)}" y="${HEIGHT - 6}" text-anchor="middle">${label}</text>`];
  });
}

function framed({ title, series }: Chart, parts: readonly Html[]): Html {
  const legend = series.map(({ name }, index) => html`<li><span class="key c${index}"></span>${name}</li>`);
  return html`<figure tabindex="0"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">${parts}</svg>
<figcaption>${series.length > 1 ? html`<ul class="legend">${legend}</ul>` : null}</figcaption></figure>`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** 12,345. */
export function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}
