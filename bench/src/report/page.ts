/** What a page of results is about. */
export interface PageHead {
  readonly arch: string;
  readonly date: string;
  readonly commit: string;
  readonly command: string;
  readonly node: string;
  readonly machine: { readonly cpu?: string; readonly cores: number; readonly kernel: string };
  /** Load averages over 1, 5 and 15 minutes at the end of the run. */
  readonly load: readonly number[];
}

/**
 * A page with the results of a run for the documentation.
 *
 * @param text - the tables
 * @param groups - groups that have a chart beside the page
 */
export function resultPage(head: PageHead, text: string, groups: readonly string[]): string {
  const { cpu, cores, kernel } = head.machine;
  const title = `Benchmarks, ${head.arch}${groups.length === 0 ? '' : ` (${groups.join(', ')})`}`;
  const load = head.load.map((value) => value.toFixed(1)).join(', ');
  return [
    '---',
    `title: ${title}`,
    '---',
    '',
    `# ${title}`,
    '',
    `\`${head.command}\` at commit ${head.commit}, ${head.date.slice(0, 16).replace('T', ' ')} UTC; Node ${head.node} on ${cores} cores of ${cpu ?? 'an unknown processor'}, Linux ${kernel}.`,
    `Load averages at the end: ${load}${head.load[1] > cores ? '. The machine had other work: processor time (“by cpu”) tells more than wall time.' : '.'}`,
    '',
    'How to read the columns: `bench/README.md`. All figures, single runs included, are in the JSON file beside this page.',
    '',
    '```',
    text.trimEnd(),
    '```',
    '',
    ...groups.flatMap((group) => [`![${group}](${head.arch}-${group}.svg)`, '']),
  ].join('\n');
}
