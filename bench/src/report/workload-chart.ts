import type { Result } from '../measure';
import { type RunnerName, runnerNames } from '../runner';
import { chartStyle, escapeText } from './chart';
import { seconds } from './table';

const rowHeight = 26;
const labelWidth = 130;
const plotWidth = 480;
const top = 56;

const labels: Readonly<Record<RunnerName, string>> = {
  anyuser: 'anyuser',
  node24: 'anyuser, Node 24',
  qemu: 'qemu-user',
  native: 'native',
};

/** A bar chart of the seconds that one workload took under each runner: medians as bars, single runs as ticks. */
export function workloadChart(result: Result, subtitle: string): string {
  const bars = runnerNames.flatMap((name) => {
    const timing = result.timings[name];
    return timing === undefined ? [] : [{ name, ...timing }];
  });
  const longest = Math.max(...bars.flatMap(({ walls }) => walls), 1e-3);
  const x = (value: number) => labelWidth + (value / longest) * plotWidth;
  const height = top + bars.length * rowHeight + 12;
  const width = labelWidth + plotWidth + 80;
  const parts = bars.flatMap(({ name, wall, walls }, row) => {
    const y = top + row * rowHeight;
    const kind = name === 'anyuser' || name === 'node24' ? 'faster' : 'other';
    return [
      `<text class="name" x="${labelWidth - 10}" y="${y + 14}">${labels[name]}</text>`,
      `<rect class="${kind}" x="${labelWidth}" y="${y + 2}" width="${Math.max(1, x(wall) - labelWidth).toFixed(1)}" height="16" rx="2"/>`,
      ...walls.map((each) => `<path class="run" d="M${x(each).toFixed(1)} ${y}v20"/>`),
      `<text x="${(x(Math.max(wall, ...walls)) + 6).toFixed(1)}" y="${y + 14}">${seconds(wall)} s</text>`,
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<style>${chartStyle}</style>`,
    `<rect class="back" width="${width}" height="${height}"/>`,
    `<text class="title" x="16" y="24">${escapeText(result.name)}</text>`,
    `<text class="note" x="16" y="41">${escapeText(subtitle)}; bar: median, ticks: single runs; less is better</text>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}
