import type { Result } from '../measure';
import { legend, places } from '../where/place';
import { formatTable } from './table';

/** What each workload's time was spent on, in per cent, with the meaning of the columns; empty if that was not measured. */
export function formatWhere(results: readonly Result[]): string {
  const rows = results.flatMap(({ name, where }) => {
    if (where === undefined) return [];
    const total = places.reduce((sum, place) => sum + where[place], 0);
    const share = (seconds: number) => (total === 0 ? '-' : ((100 * seconds) / total).toFixed(1));
    return [[name, total.toFixed(3), ...places.map((place) => share(where[place]))]];
  });
  if (rows.length === 0) return '';
  const meaning = places.map((place) => `${place.padEnd(12)} ${legend[place]}`);
  return [
    'Where the main thread of anyuser spends its time, in per cent, in one more run under the profiler:',
    '',
    formatTable(['workload', 'seconds', ...places], rows),
    '',
    ...meaning,
  ].join('\n');
}
