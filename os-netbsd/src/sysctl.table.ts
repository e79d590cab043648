import { encodeText, errno, PAGE_SIZE, type Process, processOf, type Thread } from '@anyuser/core';
import { type SysctlNode, type SysctlValue } from '@anyuser/os-bsd';
import { MESSAGE_QUEUES } from './message-queues.table';
import { DEFAULT_RELEASE, osrevision } from './release';

const CTL = { KERN: 1, VM: 2, VFS: 3, NET: 4, HW: 6, MACHDEP: 7, SECURITY: 13 } as const;
const release = (t: Thread): string => t.kernel.identity.release ?? DEFAULT_RELEASE;
/** Guest threads take turns on one CPU. */
const CPUS = 1;
/** First of the numbers that sysctl_create gives to nodes that have none of their own (CREATE_BASE, sys/sysctl.h). */
const CREATED = 1024;
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

/** 64-bit numbers in the guest's order. */
function quads(t: Thread, ...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  for (const [n, value] of values.entries()) view.setBigUint64(8 * n, BigInt(value), !t.mem.bigEndian);
  return new Uint8Array(view.buffer);
}

/** struct timespec of when the machine started, which is when the emulator did; 4 bytes more where 8-byte numbers are aligned. */
function bootTime(t: Thread): Uint8Array {
  const { kernel } = t;
  const at = kernel.now('realtime') - (kernel.now('monotonic') - kernel.booted);
  const bytes = new Uint8Array(16);
  bytes.set(quads(t, Number(at / 1_000_000_000n)));
  bytes.set(words(t, Number(at % 1_000_000_000n)), 8);
  return bytes;
}

/** Ticks of user, nice, system, interrupt and idle time since the start. */
function processorTime(t: Thread): Uint8Array {
  const ticks = (nanoseconds: number): number => Math.floor((nanoseconds * HZ) / 1e9);
  let user = 0;
  let system = 0;
  for (const process of t.kernel.processes.values()) {
    const usage = process.usage();
    user += ticks(usage.user);
    system += ticks(usage.system);
  }
  const all = ticks(Number(t.kernel.now('monotonic') - t.kernel.booted));
  return quads(t, user, 0, system, 0, Math.max(0, all - user - system));
}

/** Scale of fixed-point numbers (sys/param.h). */
const FSCALE = 1 << 11;
const loadAverage = (t: Thread): Uint8Array => {
  const [one = 0, five = 0, fifteen = 0] = t.kernel.host.machine.loadAverage();
  return words(t, ...[one, five, fifteen].map((value) => Math.round(value * FSCALE)), FSCALE);
};

/** struct uvmexp_sysctl has 77 numbers: page size, mask and shift, all and free pages; what else is counted nobody counts here. */
const UVMEXP_NUMBERS = 77;
const uvmexp2 = (t: Thread): Uint8Array => {
  const { memory } = t.kernel.host.machine;
  const pages = (bytes: number): number => Math.floor(bytes / PAGE_SIZE);
  const known = [PAGE_SIZE, PAGE_SIZE - 1, 12, pages(memory), pages(t.kernel.host.machine.freeMemory())];
  return quads(t, ...Array.from({ length: UVMEXP_NUMBERS }, (_, n) => known[n] ?? 0));
};

/** Nodes that read as one number: what the default configuration of NetBSD 10 has, and what this kernel's calls hold to. */
const NUMBERS: readonly (readonly [name: string, mib: readonly number[], value: number])[] = [
  ['kern.maxvnodes', [CTL.KERN, 5], 4096],
  ['kern.maxproc', [CTL.KERN, 6], 1044],
  ['kern.maxfiles', [CTL.KERN, 7], 3404],
  ['kern.securelevel', [CTL.KERN, 9], -1],
  ['kern.maxpartitions', [CTL.KERN, 23], 16],
  ['kern.rawpartition', [CTL.KERN, 27], 2],
  ['kern.fscale', [CTL.KERN, 49], FSCALE],
  ['kern.maxptys', [CTL.KERN, 55], 992],
  ['kern.maxphys', [CTL.KERN, 57], 65536],
  ['kern.sbmax', [CTL.KERN, 58], 262144],
  ['kern.ipc.sysvmsg', [CTL.KERN, 82, 2], 1],
  ['kern.ipc.sysvsem', [CTL.KERN, 82, 3], 1],
  ['kern.ipc.sysvshm', [CTL.KERN, 82, 4], 1],
  ['kern.posix_aio', [CTL.KERN, CREATED], 200112],
  ['kern.aio_listio_max', [CTL.KERN, CREATED + 1], 512],
  ['kern.aio_max', [CTL.KERN, CREATED + 2], 1024],
  ['kern.posix_sched', [CTL.KERN, CREATED + 3], 200112],
  ['kern.sched.pri_min', [CTL.KERN, CREATED + 4, CREATED], 0],
  ['kern.sched.pri_max', [CTL.KERN, CREATED + 4, CREATED + 1], 63],
  ['kern.sched.rtts', [CTL.KERN, CREATED + 4, CREATED + 2], 100],
  ['kern.posix_msg', [CTL.KERN, CREATED + 5], 200112],
  // A descriptor each: no more than a process may have by default.
  ['kern.mqueue.mq_open_max', [CTL.KERN, CREATED + 6, CREATED], 512],
  ['kern.mqueue.mq_prio_max', [CTL.KERN, CREATED + 6, CREATED + 1], MESSAGE_QUEUES.priorities],
  ['kern.mqueue.mq_max_msgsize', [CTL.KERN, CREATED + 6, CREATED + 2], MESSAGE_QUEUES.most.size],
  ['kern.mqueue.mq_def_maxmsg', [CTL.KERN, CREATED + 6, CREATED + 3], MESSAGE_QUEUES.defaults.count],
  ['kern.mqueue.mq_max_maxmsg', [CTL.KERN, CREATED + 6, CREATED + 4], MESSAGE_QUEUES.most.count],
  ['vm.maxslp', [CTL.VM, 9], 20],
  ['vm.uspace', [CTL.VM, 10], 8192],
  ['vm.guard_size', [CTL.VM, 17], 1 << 20],
  ['vm.thread_guard_size', [CTL.VM, 18], 1 << 16],
  ['vfs.generic.usermount', [CTL.VFS, 0, 3], 0],
  ['net.inet.ip.forwarding', [CTL.NET, 2, 0, 1], 0],
  ['net.inet.ip.ttl', [CTL.NET, 2, 0, 3], 64],
  ['net.inet.ip.anonportmin', [CTL.NET, 2, 0, 10], 49152],
  ['net.inet.ip.anonportmax', [CTL.NET, 2, 0, 11], 65535],
  ['net.inet.ip.lowportmin', [CTL.NET, 2, 0, 16], 600],
  ['net.inet.ip.lowportmax', [CTL.NET, 2, 0, 17], 1023],
  ['net.inet6.ip6.v6only', [CTL.NET, 24, 41, 24], 1],
];

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
  ...NUMBERS.map(([name, mib, value]) => ({ name, mib, read: () => value })),
  { name: 'kern.cp_time', mib: [CTL.KERN, 51], read: processorTime },
  { name: 'kern.boottime', mib: [CTL.KERN, 83], read: bootTime },
  { name: 'vm.loadavg', mib: [CTL.VM, 2], read: loadAverage },
  { name: 'vm.uvmexp2', mib: [CTL.VM, 5], read: uvmexp2 },
  { name: 'hw.disknames', mib: [CTL.HW, 8], read: () => '' },
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
