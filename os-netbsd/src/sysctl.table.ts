import { encodeText, errno, PAGE_SIZE, type Process, processOf, type Thread } from '@anyuser/core';
import type { SysctlNode, SysctlValue } from '@anyuser/os-bsd';
import { DEFAULT_RELEASE, osrevision } from './release';

const CTL = { KERN: 1, HW: 6, MACHDEP: 7, SECURITY: 13 } as const;
const release = (t: Thread): string => t.kernel.identity.release ?? DEFAULT_RELEASE;
/** Guest threads take turns on one CPU. */
const CPUS = 1;
/** First of the numbers that sysctl_create gives to nodes that have none of their own. */
const CREATED = 1000;
/** Ticks of the clock a second (param.c). */
const HZ = 100;

/** hw.machine: the port that runs on boards of each architecture. */
const MACHINES: Readonly<Record<string, string>> = { arm: 'evbarm', mips: 'evbmips', mipsel: 'evbmips' };

/** KERN_PROC_ARGS's second number: what of a process. */
const PROC_ARGS = { argv: 1, nargv: 2, pathname: 5, cwd: 6 } as const;

const text = (data: Uint8Array): string => new TextDecoder('latin1').decode(data).replace(/\0.*$/s, '');
const strings = (list: readonly string[]): Uint8Array =>
  Uint8Array.from(list.flatMap((each) => [...encodeText(each), 0]));

function words(t: Thread, ...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [n, value] of values.entries()) view.setUint32(4 * n, value >>> 0, !t.mem.bigEndian);
  return new Uint8Array(view.buffer);
}

/** kern.proc_args.PID.WHAT; -1 is the caller (sys/kern/kern_proc.c, sysctl_kern_proc_args). */
function procArgs(t: Thread, [pid = -1, what]: readonly number[]): SysctlValue {
  const process: Process = pid === -1 ? t.process : processOf(t, pid);
  switch (what) {
    case PROC_ARGS.argv:
      return strings(process.argv);
    case PROC_ARGS.nargv:
      return process.argv.length;
    case PROC_ARGS.pathname:
      return process.program.exe;
    case PROC_ARGS.cwd:
      return process.fs.cwd.path;
    case undefined:
      return new Uint8Array(0);
    default:
      throw errno('EINVAL');
  }
}

function random(t: Thread): Uint8Array {
  const bytes = new Uint8Array(256);
  t.kernel.random(bytes);
  return bytes;
}

/** What POSIX options the kernel says that it has: 200112 yes (sys/kern/init_sysctl.c). */
const OPTIONS: Readonly<Record<string, readonly [number: number, value: number]>> = {
  posix1version: [17, 200112],
  job_control: [19, 1],
  saved_ids: [20, 1],
  fsync: [32, 1],
  synchronized_io: [37, 1],
  iov_max: [38, 1024],
  mapped_files: [40, 1],
  memlock: [41, 1],
  memlock_range: [42, 1],
  memory_protection: [43, 1],
  login_name_max: [44, 17],
  logsigexit: [46, 0],
  monotonic_clock: [60, 200112],
  posix_threads: [66, 200112],
  posix_semaphores: [67, 200112],
  posix_barriers: [68, 200112],
  posix_timers: [69, 200112],
  posix_spin_locks: [70, 200112],
  posix_reader_writer_locks: [71, 200112],
};

/** VFP and NEON as sys/arch/arm/vfp/vfp_init.c tells of them. */
const has = (t: Thread, feature: string): number => Number(t.process.model.features.has(feature));

/** NetBSD's leaves (sys/sysctl.h). */
export const LEAVES: readonly SysctlNode[] = [
  { name: 'kern.ostype', mib: [CTL.KERN, 1], read: () => 'NetBSD' },
  { name: 'kern.osrelease', mib: [CTL.KERN, 2], read: release },
  { name: 'kern.osrevision', mib: [CTL.KERN, 3], read: (t) => osrevision(release(t)) },
  { name: 'kern.version', mib: [CTL.KERN, 4], read: (t) => `NetBSD ${release(t)} (anyuser)\n` },
  { name: 'kern.argmax', mib: [CTL.KERN, 8], read: () => 262144 },
  {
    name: 'kern.hostname',
    mib: [CTL.KERN, 10],
    read: (t) => t.kernel.identity.hostname,
    write: (t, data) => void (t.kernel.identity.hostname = text(data)),
  },
  { name: 'kern.hostid', mib: [CTL.KERN, 11], read: () => 0 },
  // struct clockinfo: tick in microseconds, and the rates of the other clocks.
  { name: 'kern.clockrate', mib: [CTL.KERN, 12], read: (t) => words(t, HZ, 1e6 / HZ, 0, HZ, HZ) },
  { name: 'kern.ngroups', mib: [CTL.KERN, 18], read: () => 16 },
  {
    name: 'kern.domainname',
    mib: [CTL.KERN, 22],
    read: (t) => t.kernel.identity.domainname,
    write: (t, data) => void (t.kernel.identity.domainname = text(data)),
  },
  ...Object.entries(OPTIONS).map(([name, [number, value]]) => ({
    name: `kern.${name}`,
    mib: [CTL.KERN, number],
    read: () => value,
  })),
  { name: 'kern.proc_args', mib: [CTL.KERN, 48], open: true, read: procArgs },
  { name: 'kern.urandom', mib: [CTL.KERN, 61], read: (t) => new DataView(random(t).buffer).getInt32(0) },
  { name: 'kern.arandom', mib: [CTL.KERN, 81], open: true, read: random },
  { name: 'hw.machine', mib: [CTL.HW, 1], read: (t) => MACHINES[t.abi.arch] ?? t.abi.arch },
  { name: 'hw.model', mib: [CTL.HW, 2], read: (t) => t.process.model.name },
  { name: 'hw.ncpu', mib: [CTL.HW, 3], read: () => CPUS },
  { name: 'hw.byteorder', mib: [CTL.HW, 4], read: (t) => (t.abi.data.bigEndian ? 4321 : 1234) },
  { name: 'hw.physmem', mib: [CTL.HW, 5], read: (t) => Math.min(t.kernel.host.machine.memory, 0x7fff_f000) },
  {
    name: 'hw.usermem',
    mib: [CTL.HW, 6],
    read: (t) => Math.min(t.kernel.host.machine.freeMemory(), 0x7fff_f000),
  },
  { name: 'hw.pagesize', mib: [CTL.HW, 7], read: () => PAGE_SIZE },
  { name: 'hw.machine_arch', mib: [CTL.HW, 10], read: (t) => t.abi.machineName?.(t.process) ?? t.abi.arch },
  { name: 'hw.alignbytes', mib: [CTL.HW, 11], read: (t) => (t.abi.data.control ?? t.abi.data.word) - 1 },
  { name: 'hw.physmem64', mib: [CTL.HW, 13], read: (t) => BigInt(t.kernel.host.machine.memory) },
  { name: 'hw.usermem64', mib: [CTL.HW, 14], read: (t) => BigInt(t.kernel.host.machine.freeMemory()) },
  { name: 'hw.ncpuonline', mib: [CTL.HW, 16], read: () => CPUS },
  { name: 'security.pax.mprotect.enabled', mib: [CTL.SECURITY, CREATED, CREATED, CREATED], read: () => 1 },
  { name: 'security.pax.mprotect.global', mib: [CTL.SECURITY, CREATED, CREATED, CREATED + 1], read: () => 0 },
  { name: 'security.pax.aslr.enabled', mib: [CTL.SECURITY, CREATED, CREATED + 1, CREATED], read: () => 1 },
  { name: 'security.pax.aslr.global', mib: [CTL.SECURITY, CREATED, CREATED + 1, CREATED + 1], read: () => 0 },
  {
    name: 'machdep.fpu_present',
    mib: [CTL.MACHDEP, CREATED],
    read: (t) => (t.abi.arch === 'arm' ? has(t, 'vfpv2') : 1),
  },
  { name: 'machdep.simd_present', mib: [CTL.MACHDEP, CREATED + 1], read: (t) => has(t, 'neon') },
  { name: 'machdep.hwdiv_present', mib: [CTL.MACHDEP, CREATED + 2], read: (t) => has(t, 'idiv') },
];
