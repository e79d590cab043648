import { type Result, slowdown, speedup } from '../measure';

const rowHeight = 26;
const labelWidth = 170;
const plotWidth = 480;
const top = 56;

/**
 * A bar chart of how many times as fast as qemu-user each workload ran, on a logarithmic axis: a bar to the right of 1 is
 * faster, one to the left slower; the diamond is native code.
 */
export function chart(title: string, results: readonly Result[]): string {
  const bars = results
    .map((result) => ({ name: result.name, speed: speedup(result), native: slowdown(result, 'qemu') }))
    .filter((bar) => bar.speed !== undefined || bar.native !== undefined);
  const values = bars
    .flatMap((bar) => [bar.speed, bar.native])
    .filter((value): value is number => value !== undefined);
  const low = Math.floor(Math.log2(Math.min(0.5, ...values)));
  const high = Math.ceil(Math.log2(Math.max(4, ...values)));
  const x = (value: number) => labelWidth + ((Math.log2(value) - low) / (high - low)) * plotWidth;
  const height = top + bars.length * rowHeight + 34;
  const width = labelWidth + plotWidth + 70;
  const parts: string[] = [];
  for (let power = low; power <= high; power++) {
    const at = x(2 ** power).toFixed(1);
    parts.push(
      `<line class="${power === 0 ? 'one' : 'grid'}" x1="${at}" y1="${top - 8}" x2="${at}" y2="${height - 30}"/>`,
      `<text class="tick" x="${at}" y="${height - 12}">${power < 0 ? `1/${2 ** -power}` : 2 ** power}×</text>`,
    );
  }
  bars.forEach((bar, row) => {
    const y = top + row * rowHeight;
    parts.push(`<text class="name" x="${labelWidth - 10}" y="${y + 14}">${escapeText(bar.name)}</text>`);
    if (bar.speed !== undefined) parts.push(...speedBar(bar.speed, x, y));
    if (bar.native !== undefined) {
      const at = x(bar.native);
      parts.push(
        `<path class="native" d="M${at} ${y + 3}l6 7l-6 7l-6 -7z"><title>native ${bar.native.toFixed(2)}×</title></path>`,
      );
    }
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<style>${chartStyle}</style>`,
    `<rect class="back" width="${width}" height="${height}"/>`,
    `<text class="title" x="16" y="24">${escapeText(title)}</text>`,
    `<text class="note" x="16" y="41">speed relative to qemu-user = 1; bar: anyuser, diamond: native</text>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

/** Colours and type of all charts, in light and dark. */
export const chartStyle =
  'text{font:12px system-ui,sans-serif;fill:#1f2933}.title{font-size:15px;font-weight:600}.note{fill:#616e7c}' +
  '.name{text-anchor:end}.tick{text-anchor:middle;fill:#616e7c}.back{fill:#fff}.grid{stroke:#e4e7eb}.one{stroke:#3e4c59}' +
  '.faster{fill:#2d7dd2}.slower{fill:#d1495b}.other{fill:#9aa5b1}.run{stroke:#1f2933;stroke-width:1;opacity:.5}.native{fill:none;stroke:#1f2933;stroke-width:1.5}' +
  '@media(prefers-color-scheme:dark){text{fill:#e4e7eb}.note,.tick{fill:#9aa5b1}.back{fill:#16191d}.grid{stroke:#323a43}' +
  '.one{stroke:#9aa5b1}.native,.run{stroke:#e4e7eb}}';

function speedBar(speed: number, x: (value: number) => number, y: number): string[] {
  const from = Math.min(x(1), x(speed));
  const length = Math.max(1, Math.abs(x(speed) - x(1)));
  const kind = speed >= 1 ? 'faster' : 'slower';
  return [
    `<rect class="${kind}" x="${from.toFixed(1)}" y="${y + 2}" width="${length.toFixed(1)}" height="16" rx="2"/>`,
    `<text x="${(x(Math.max(1, speed)) + 5).toFixed(1)}" y="${y + 14}">${speed.toFixed(2)}</text>`,
  ];
}

/** Text as SVG takes it. */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
