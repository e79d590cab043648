import { ProtFlag } from '../../../abi/flags';
import { SIGNALS, type Signal, signalIndex } from '../../../signal/signal';
import type { Process } from '../../process';
import type { Thread } from '../../thread';
import { major, minor } from '../device-number';

const PAGE = 4096;
/** Kernel ticks a second (USER_HZ), in which times are shown. */
const HZ = 100;
const ticks = (nanoseconds: number): number => Math.floor((nanoseconds * HZ) / 1e9);

/** State letter of a process or thread, as ps(1) shows it. */
function stateOf(process: Process, thread: Thread): string {
  if (process.status !== undefined) return 'Z';
  if (process.stopped !== undefined) return 'T';
  return thread.queued || process.kernel.current === thread ? 'R' : 'S';
}

/** The inode and device behind a mapped path, for maps; 0 where the path leads nowhere any more. */
function identity(process: Process, path: string): { readonly device: string; readonly ino: number } {
  if (path.startsWith('/'))
    try {
      const { fs, credentials } = process;
      const { st_dev, st_ino } = process.kernel.vfs.lookup(fs, credentials, path).node.stat();
      return { device: `${hex(major(st_dev), 2)}:${hex(minor(st_dev), 2)}`, ino: st_ino };
    } catch {
      // Deleted since.
    }
  return { device: '00:00', ino: 0 };
}

const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');

/** /proc/pid/maps. */
export function mapsText(process: Process): string {
  if (process.status !== undefined) return '';
  let text = '';
  for (const region of process.space.regions) {
    const { prot, name } = region;
    const flags =
      (prot & ProtFlag.PROT_READ ? 'r' : '-') +
      (prot & ProtFlag.PROT_WRITE ? 'w' : '-') +
      (prot & ProtFlag.PROT_EXEC ? 'x' : '-') +
      (region.shared === undefined ? 'p' : 's');
    const { device, ino } = identity(process, name);
    const line = `${hex(region.start, 8)}-${hex(region.end, 8)} ${flags} ${hex(region.offset, 8)} ${device} ${ino} `;
    text += `${name === '' ? line : line.padEnd(49) + name}\n`;
  }
  return text;
}

/** A session's terminal, as stat shows it. */
export interface Terminal {
  readonly rdev: number;
  readonly foreground: number;
}

/** /proc/pid/stat: the fields of proc_pid_stat(5), in its order. */
export function statText(process: Process, thread: Thread, terminal: Terminal | undefined): string {
  const { space, stackInfo } = process;
  const usage = process.usage();
  const ended = process.status !== undefined;
  const { brkStart } = space;
  const fields = [
    stateOf(process, thread),
    process.parent?.pid ?? 0,
    process.pgid,
    process.sid,
    terminal?.rdev ?? 0,
    terminal?.foreground ?? -1,
    0x40_0000,
    0,
    0,
    0,
    0,
    ticks(usage.user),
    ticks(usage.system),
    ticks(process.childUsage.user),
    ticks(process.childUsage.system),
    20 + process.nice,
    process.nice,
    process.threads.size,
    0,
    ticks(Number(process.started)),
    ended ? 0 : space.mappedBytes,
    ended ? 0 : space.residentPages(),
    4294967295,
    0,
    0,
    stackInfo?.start ?? 0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    17,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    brkStart,
    stackInfo?.argStart ?? 0,
    stackInfo?.argEnd ?? 0,
    stackInfo?.envStart ?? 0,
    stackInfo?.envEnd ?? 0,
    0,
  ];
  return `${thread.tid} (${process.comm}) ${fields.join(' ')}\n`;
}

/** /proc/pid/statm: sizes in pages. */
export function statmText(process: Process): string {
  if (process.status !== undefined) return '0 0 0 0 0 0 0\n';
  const { space } = process;
  let text = 0;
  let data = 0;
  for (const { start, end, prot } of space.regions)
    if (prot & ProtFlag.PROT_EXEC) text += end - start;
    else if (prot & ProtFlag.PROT_WRITE) data += end - start;
  return `${space.mappedBytes / PAGE} ${space.residentPages()} 0 ${text / PAGE} 0 ${data / PAGE} 0\n`;
}

/** A signal set as /proc shows it: bit n-1 for signal n of the guest's own numbering. */
function maskText(process: Process, has: (signal: Signal) => boolean): string {
  let mask = 0n;
  for (const signal of SIGNALS) {
    const number = process.abi.signals[signal];
    if (number !== undefined && has(signal)) mask |= 1n << BigInt(number - 1);
  }
  return mask.toString(16).padStart(process.abi.sigsetSize * 2, '0');
}

/** /proc/pid/status. */
export function statusText(process: Process, thread: Thread): string {
  const { credentials: c, space, kernel } = process;
  const state = stateOf(process, thread);
  const words: Record<string, string> = {
    R: 'running',
    S: 'sleeping',
    T: 'stopped',
    Z: 'zombie',
  };
  const kilobytes = (bytes: number): string => `${String(Math.floor(bytes / 1024)).padStart(8)} kB`;
  const resident = space.residentPages() * PAGE;
  let stack = 0;
  let executable = 0;
  let data = 0;
  for (const { start, end, name, prot } of space.regions)
    if (name === '[stack]') stack += end - start;
    else if (prot & ProtFlag.PROT_EXEC) executable += end - start;
    else if (prot & ProtFlag.PROT_WRITE) data += end - start;
  const capabilities = c.euid === 0 ? '000001ffffffffff' : '0000000000000000';
  const cpus = kernel.host.machine.cpus;
  const rows: readonly (readonly [string, string])[] = [
    ['Name', process.comm],
    ['Umask', process.fs.umask.toString(8).padStart(4, '0')],
    ['State', `${state} (${words[state]})`],
    ['Tgid', String(process.pid)],
    ['Ngid', '0'],
    ['Pid', String(thread.tid)],
    ['PPid', String(process.parent?.pid ?? 0)],
    ['TracerPid', '0'],
    ['Uid', [c.uid, c.euid, c.suid, c.fsuid].join('\t')],
    ['Gid', [c.gid, c.egid, c.sgid, c.fsgid].join('\t')],
    ['FDSize', String(Math.max(64, [...process.files.open].length))],
    ['Groups', `${c.groups.join(' ')} `],
    ['NStgid', String(process.pid)],
    ['NSpid', String(thread.tid)],
    ['NSpgid', String(process.pgid)],
    ['NSsid', String(process.sid)],
    ['VmPeak', kilobytes(space.mappedBytes)],
    ['VmSize', kilobytes(space.mappedBytes)],
    ['VmLck', kilobytes(0)],
    ['VmPin', kilobytes(0)],
    ['VmHWM', kilobytes(resident)],
    ['VmRSS', kilobytes(resident)],
    ['RssAnon', kilobytes(resident)],
    ['RssFile', kilobytes(0)],
    ['RssShmem', kilobytes(0)],
    ['VmData', kilobytes(data)],
    ['VmStk', kilobytes(stack)],
    ['VmExe', kilobytes(executable)],
    ['VmLib', kilobytes(0)],
    ['VmPTE', kilobytes(0)],
    ['VmSwap', kilobytes(0)],
    ['Threads', String(process.threads.size)],
    ['SigQ', `0/${process.limits.get('RLIMIT_SIGPENDING')?.soft ?? 0}`],
    ['SigPnd', maskText(process, (signal) => thread.pending.set.has(signal))],
    ['ShdPnd', maskText(process, (signal) => process.pending.set.has(signal))],
    ['SigBlk', maskText(process, (signal) => thread.signalMask.hasIndex(signalIndex(signal)))],
    ['SigIgn', maskText(process, (signal) => process.action(signal).handler === 'ignore')],
    ['SigCgt', maskText(process, (signal) => typeof process.action(signal).handler === 'number')],
    ['CapInh', '0000000000000000'],
    ['CapPrm', capabilities],
    ['CapEff', capabilities],
    ['CapBnd', '000001ffffffffff'],
    ['CapAmb', '0000000000000000'],
    ['NoNewPrivs', '0'],
    ['Seccomp', '0'],
    ['Cpus_allowed', (2 ** Math.min(cpus, 32) - 1).toString(16)],
    ['Cpus_allowed_list', cpus > 1 ? `0-${cpus - 1}` : '0'],
    ['voluntary_ctxt_switches', '0'],
    ['nonvoluntary_ctxt_switches', '0'],
  ];
  // A process that has ended has no memory to tell of.
  const shown = process.status === undefined ? rows : rows.filter(([name]) => !/^(Vm|Rss)/.test(name));
  return shown.map(([name, value]) => `${name}:\t${value}\n`).join('');
}

const LIMIT_ROWS = [
  ['Max cpu time', 'RLIMIT_CPU', 'seconds'],
  ['Max file size', 'RLIMIT_FSIZE', 'bytes'],
  ['Max data size', 'RLIMIT_DATA', 'bytes'],
  ['Max stack size', 'RLIMIT_STACK', 'bytes'],
  ['Max core file size', 'RLIMIT_CORE', 'bytes'],
  ['Max resident set', 'RLIMIT_RSS', 'bytes'],
  ['Max processes', 'RLIMIT_NPROC', 'processes'],
  ['Max open files', 'RLIMIT_NOFILE', 'files'],
  ['Max locked memory', 'RLIMIT_MEMLOCK', 'bytes'],
  ['Max address space', 'RLIMIT_AS', 'bytes'],
  ['Max file locks', 'RLIMIT_LOCKS', 'locks'],
  ['Max pending signals', 'RLIMIT_SIGPENDING', 'signals'],
  ['Max msgqueue size', 'RLIMIT_MSGQUEUE', 'bytes'],
  ['Max nice priority', 'RLIMIT_NICE', ''],
  ['Max realtime priority', 'RLIMIT_RTPRIO', ''],
  ['Max realtime timeout', 'RLIMIT_RTTIME', 'us'],
] as const;

/** /proc/pid/limits. */
export function limitsText(process: Process): string {
  const row = (name: string, soft: string, hard: string, unit: string): string =>
    `${name.padEnd(25)} ${soft.padEnd(20)} ${hard.padEnd(20)} ${unit.padEnd(10)}\n`;
  const show = (value: number | undefined): string =>
    value === undefined || !Number.isFinite(value) ? 'unlimited' : String(value);
  return (
    row('Limit', 'Soft Limit', 'Hard Limit', 'Units') +
    LIMIT_ROWS.map(([name, key, unit]) => {
      const limit = process.limits.get(key);
      return row(name, show(limit?.soft), show(limit?.hard), unit);
    }).join('')
  );
}
