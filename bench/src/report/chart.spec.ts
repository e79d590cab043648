import type { Result } from '../measure';
import { chart } from './chart';
import { formatTable } from './table';
import { workloadChart } from './workload-chart';

const timing = (wall: number) => ({ wall, cpu: wall, resident: 1, spread: 0, walls: [wall] });

test('a chart shows each workload with its speed and native code', () => {
  const results: Result[] = [
    {
      name: 'a<b',
      group: 'integer',
      timings: { anyuser: timing(1), qemu: timing(2), native: timing(0.5) },
      failures: {},
    },
    { name: 'slow', group: 'integer', timings: { anyuser: timing(4), qemu: timing(2) }, failures: {} },
  ];
  const svg = chart('integer', results);
  expect(svg).toContain('a&lt;b');
  expect(svg).toContain('>2.00<');
  expect(svg.match(/class="faster"/g)).toHaveLength(1);
  expect(svg.match(/class="slower"/g)).toHaveLength(1);
  expect(svg).toContain('native 4.00×');
});

test('the chart of one workload has a bar for each runner that was timed', () => {
  const result: Result = {
    name: 'a<b',
    group: 'integer',
    timings: { anyuser: timing(1), node24: timing(0.75), qemu: { ...timing(2), walls: [1.5, 2, 3] } },
    failures: {},
  };
  const svg = workloadChart(result, 'integer, arm');
  expect(svg).toContain('a&lt;b');
  expect(svg.match(/<rect class="(faster|other)"/g)).toHaveLength(3);
  expect(svg.match(/class="run"/g)).toHaveLength(5);
  expect(svg).toContain('>2.000 s<');
  expect(svg).not.toContain('native<');
});

test('table columns align', () => {
  expect(
    formatTable(
      ['name', 's'],
      [
        ['a', '1.000'],
        ['long', '10.00'],
      ],
    ),
  ).toBe('name      s\n----  -----\na     1.000\nlong  10.00');
});
