import type { Context, Workload } from '../workload';
import { textFile } from './input';
import { programWorkload } from './program';

interface Applet {
  readonly name: string;
  /** KiB of generated text at full effort. */
  readonly size: number;
  readonly arguments: readonly string[];
  /** How often the text is named as an argument; standard input without it. */
  readonly files?: number;
}

const countWords =
  '{ for (i = 1; i <= NF; i++) { n[$i]++; sum += length($i) } } END { for (w in n) if (n[w] > 900) c++; print NR, sum, c }';

const applets: readonly Applet[] = [
  { name: 'gzip', size: 16_000, arguments: ['gzip', '-c', '-9'] },
  { name: 'bzip2', size: 18_000, arguments: ['bzip2', '-c'] },
  { name: 'sha512sum', size: 12_000, arguments: ['sha512sum'], files: 14 },
  { name: 'sort', size: 50_000, arguments: ['sort'] },
  { name: 'awk', size: 4_000, arguments: ['awk', countWords] },
  { name: 'grep', size: 24_000, arguments: ['grep', '-c', '-E', '(stel|gra)+[a-z]*um [0-9]+ '] },
];

/** Applets of Debian's statically linked busybox on generated text. */
export const busyboxWorkloads: readonly Workload[] = applets.map((applet) =>
  programWorkload({
    name: `busybox-${applet.name}`,
    group: 'program',
    packages: 'busybox',
    path: 'bin/busybox',
    invoke: (context: Context) => {
      const file = textFile(context, applet.size);
      const environment = { LC_ALL: 'C' };
      if (applet.files === undefined) return { arguments: applet.arguments, input: file, environment };
      return { arguments: [...applet.arguments, ...new Array<string>(applet.files).fill(file)], environment };
    },
  }),
);
