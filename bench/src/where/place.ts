/** What a run of anyuser spends the time of its main thread on, in the order of the report. */
export const places = [
  'compiled',
  'interpreter',
  'translate',
  'compile',
  'keep',
  'kernel',
  'host',
  'start',
  'garbage',
  'idle',
  'other',
] as const;

/** One of {@link places}. */
export type Place = (typeof places)[number];

/** What each place means, for the legend of a report. */
export const legend: Readonly<Record<Place, string>> = {
  compiled: 'regions that the JIT has compiled, and the dispatcher between them',
  interpreter: 'the generated interpreter',
  translate: 'decoding guest code and making threaded code of it',
  compile: 'making WebAssembly of regions, and V8 taking it',
  keep: 'reading, checking and writing what is kept from run to run',
  kernel: 'system calls, files, memory, signals, scheduling',
  host: "Node's and V8's own functions, called by any of these",
  start: 'loading the command before the guest runs',
  garbage: "V8's garbage collector",
  idle: 'waiting for the host',
  other: 'anything else, for instance log and profile',
};

/** Folders of the sources and what their code is for; the first that fits counts. */
const folders: readonly (readonly [RegExp, Place])[] = [
  [
    /core\/src\/exec\/(archive|heat|kept-module)|jit\/module\/kept|cli\/src\/(translation-files|native-code)/,
    'keep',
  ],
  [/core\/src\/jit\//, 'compile'],
  [/core\/src\/(exec|ir|isa|float)\//, 'translate'],
  [/arch-[a-z]+\/src\//, 'translate'],
  [/core\/src\/(abi|host|kernel|loader|memory|signal|syscalls?)\//, 'kernel'],
  [/os-[a-z]+\/src\//, 'kernel'],
  [/host-node\/src\//, 'kernel'],
  [/core\/src\/(di|emulator)|cli\/(src|bin)\/|node_modules\//, 'start'],
];

/** One function as V8's profiler names it. */
export interface Frame {
  readonly functionName: string;
  readonly url: string;
}

/**
 * What the time in a function is for.
 *
 * @param source - path of the TypeScript file that the function comes from, where it is known
 */
export function placeOf(frame: Frame, source: string | undefined): Place {
  if (frame.url.startsWith('wasm:'))
    return frame.functionName.startsWith('interpreter') ? 'interpreter' : 'compiled';
  if (frame.functionName === '(garbage collector)') return 'garbage';
  if (frame.functionName === '(idle)') return 'idle';
  if (source !== undefined) return folders.find(([folder]) => folder.test(source))?.[1] ?? 'other';
  return frame.url === '' || frame.url.startsWith('node:') ? 'host' : 'other';
}
