import {
  errno,
  type Process,
  processOf,
  signalNumber,
  structBytes,
  type Thread,
  TtyFile,
} from '@anyuser/core';
import { giveOld } from '@anyuser/os-bsd';
import { stateOf } from './process-state';
import { threadId } from './syscalls/threads';

/** KERN_PROC's second number: which processes (sys/sysctl.h). */
const WHICH = {
  all: 0,
  pid: 1,
  group: 2,
  session: 3,
  uid: 5,
  ruid: 6,
  kernel: 7,
  threads: 0x4000_0000,
} as const;
/** p_stat (sys/proc.h). */
const STATE = { run: 2, sleep: 3, stop: 4, dead: 6, on: 7 } as const;
const NO_DEVICE = 0xffff_ffff;
const PAGE_SHIFT = 12;

const seconds = (nanoseconds: number): number => Math.floor(nanoseconds / 1e9);
const microseconds = (nanoseconds: number): number => Math.floor((nanoseconds % 1e9) / 1000);

function stateNumber(process: Process, thread: Thread): number {
  if (process.status !== undefined) return STATE.dead;
  if (process.stopped !== undefined) return STATE.stop;
  if (process.kernel.current === thread) return STATE.on;
  return thread.queued ? STATE.run : STATE.sleep;
}

/** The wait status of one that has ended. */
function exitStatus(t: Thread, { status }: Process): number {
  if (status === undefined) return 0;
  return 'code' in status ? status.code << 8 : signalNumber(t.abi, status.signal);
}

/** The terminal of its session, as far as it has that open itself. */
function terminalOf(process: Process): TtyFile | undefined {
  for (const fd of process.status === undefined ? process.files.open : []) {
    const file = process.files.get(fd);
    if (file instanceof TtyFile && file.tty.controls(process)) return file;
  }
  return undefined;
}

/** struct kinfo_proc of a process, or of one of its threads (sys/kern/kern_sysctl.c, fill_kproc). */
function describe(t: Thread, process: Process, thread: Thread | undefined): Uint8Array {
  const { credentials, kernel, status } = process;
  const own = thread ?? process.leader;
  const usage = process.usage();
  const started = process.started + (kernel.now('realtime') - kernel.now('monotonic'));
  const terminal = terminalOf(process);
  const pages = status === undefined ? process.space.mappedBytes >>> PAGE_SHIFT : 0;
  return structBytes(t.abi, 'kinfo_proc', {
    p_eflag: (terminal === undefined ? 0 : 1) | (process.sid === process.pid ? 2 : 0),
    p_pid: process.pid,
    p_ppid: process.parent?.pid ?? 0,
    p_sid: process.sid,
    p__pgid: process.pgid,
    p_tpgid: terminal?.tty.foreground ?? -1,
    p_uid: credentials.euid,
    p_ruid: credentials.uid,
    p_gid: credentials.egid,
    p_rgid: credentials.gid,
    p_groups: credentials.groups.slice(0, 16),
    p_ngroups: Math.min(16, credentials.groups.length),
    p_tdev: terminal?.tty.rdev ?? NO_DEVICE,
    p_stat: stateNumber(process, own),
    p_nice: process.nice + 20,
    p_xstat: exitStatus(t, process),
    p_comm: process.comm,
    p_vm_rssize: status === undefined ? process.space.residentPages() : 0,
    p_vm_dsize: pages,
    p_uvalid: 1,
    p_ustart_sec: seconds(Number(started)),
    p_ustart_usec: microseconds(Number(started)),
    p_uutime_sec: seconds(usage.user),
    p_uutime_usec: microseconds(usage.user),
    p_ustime_sec: seconds(usage.system),
    p_ustime_usec: microseconds(usage.system),
    p_svuid: credentials.suid,
    p_svgid: credentials.sgid,
    p_emul: 'native',
    p_vm_map_size: pages * 2 ** PAGE_SHIFT,
    p_tid: thread === undefined ? -1 : threadId(thread),
    p_name: own.name ?? process.comm,
  });
}

function selected(process: Process, which: number, value: number): boolean {
  switch (which) {
    case WHICH.all:
    case WHICH.kernel:
      return true;
    case WHICH.pid:
      return process.pid === value;
    case WHICH.group:
      return process.pgid === value;
    case WHICH.session:
      return process.sid === value;
    case WHICH.uid:
      return process.credentials.euid === value;
    case WHICH.ruid:
      return process.credentials.uid === value;
    default:
      throw errno('EINVAL');
  }
}

/** Entries beyond those that there are, which who asks for room is told of as well (KERN_PROCSLOP). */
const MORE = 5;

/** kern.proc.WHICH.VALUE.SIZE.COUNT: an entry for each process (sys/kern/kern_sysctl.c, sysctl_doproc). */
export function giveProcesses(t: Thread, rest: readonly number[], old: number, oldlenp: number): void {
  const [which = 0, value = 0, size = 0, count = -1] = rest;
  if (rest.length !== 4 || size <= 0 || count < 0) throw errno('EINVAL');
  const entries: Uint8Array[] = [];
  for (const process of [...t.kernel.processes.values()].sort((a, b) => b.pid - a.pid)) {
    if (!selected(process, which & ~WHICH.threads, value)) continue;
    entries.push(describe(t, process, undefined));
    if ((which & WHICH.threads) !== 0)
      for (const thread of process.threads) entries.push(describe(t, process, thread));
  }
  if (entries.some(({ length }) => size > length)) throw errno('EINVAL');
  const room = old === 0 ? 0 : Math.min(count, Math.floor(t.mem.u32(oldlenp) / size));
  for (const [n, entry] of entries.slice(0, room).entries())
    t.mem.write(old + n * size, entry.subarray(0, size));
  const told = old === 0 ? entries.length + MORE : Math.min(room, entries.length);
  if (oldlenp !== 0) t.mem.setU32(oldlenp, told * size);
  if (old !== 0 && told < entries.length) throw errno('ENOMEM');
}

/** KERN_PROC_ARGS's last number. */
const ARGS = { argv: 1, nargv: 2, env: 3, nenv: 4 } as const;
const ARG_MAX = 512 << 10;

/** @throws KernelError EINVAL for one that has ended, EPERM for another user's */
function looked(t: Thread, pid: number, secret: boolean): Process {
  const process = processOf(t, pid);
  if (process.status !== undefined) throw errno('EINVAL');
  const { euid } = t.process.credentials;
  if (secret && euid !== 0 && process.credentials.euid !== euid) throw errno('EPERM');
  return process;
}

/** kern.procargs.PID.WHAT: pointers into the caller's room, and the strings behind them (sysctl_proc_args). */
export function giveArguments(t: Thread, rest: readonly number[], old: number, oldlenp: number): void {
  const [pid = 0, what = 0] = rest;
  if (rest.length > 2) throw errno('ENOTDIR');
  if (rest.length < 2) throw errno('EINVAL');
  if (what < ARGS.argv || what > ARGS.nenv) throw errno('EOPNOTSUPP');
  const counts = what === ARGS.nargv || what === ARGS.nenv;
  if (old === 0) {
    processOf(t, pid);
    t.mem.setU32(oldlenp, counts ? 4 : ARG_MAX);
    return;
  }
  const process = looked(t, pid, what >= ARGS.env);
  const { view } = process.space;
  const strings = stateOf(process).psStrings + (what >= ARGS.env ? 8 : 0);
  const count = view.i32(strings + 4);
  if (counts) {
    giveOld(t, Uint8Array.of(count, count >> 8, count >> 16, count >> 24), old, oldlenp);
    return;
  }
  const vector = view.u32(strings);
  const limit = t.mem.u32(oldlenp) - 1;
  let at = 4 * (count + 1);
  for (let n = 0; n < count; n++) {
    const from = view.u32(vector + 4 * n);
    if (from === 0) break;
    const text = view.cstring(from);
    if (at + text.length + 1 >= limit) throw errno('ENOMEM');
    t.mem.setU32(old + 4 * n, old + at);
    t.mem.write(old + at, text);
    t.mem.setU8(old + at + text.length, 0);
    at += text.length + 1;
  }
  t.mem.setU32(old + 4 * count, 0);
  t.mem.setU32(oldlenp, at);
}

/** kern.proc_cwd.PID. */
export function workingDirectory(t: Thread, rest: readonly number[]): string {
  if (rest.length !== 1) throw errno(rest.length > 1 ? 'ENOTDIR' : 'EINVAL');
  return looked(t, rest[0]!, true).fs.cwd.path;
}
