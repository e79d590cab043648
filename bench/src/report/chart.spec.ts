import type { Result } from '../measure';
import { chart } from './chart';
import { formatTable } from './table';

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
