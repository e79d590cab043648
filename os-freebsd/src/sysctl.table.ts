import { encodeText, errno, PAGE_SIZE, type Process, processOf, type Thread } from '@anyuser/core';
import type { SysctlNode, SysctlValue } from '@anyuser/os-bsd';
import { processInformation } from './process-information';
import { DEFAULT_RELEASE, osreldate } from './release';

const CTL = { KERN: 1, VM: 2, NET: 4, HW: 6, USER: 8, P1003_1B: 9 } as const;
const KERN_IPC = 30;
const KERN_PROC = 14;
const release = (t: Thread): string => t.kernel.identity.release ?? DEFAULT_RELEASE;
/** Guest threads take turns on one CPU. */
const CPUS = 1;
/** First of the numbers that kern_sysctl.c gives to nodes that have none of their own, in this tree's order. */
const AUTO = 0x100;
/** Ticks of the clock a second, and of the one for statistics (std.armv7; sys/kern/kern_clock.c). */
const [HZ, STATHZ] = [1000, 127] as const;
/** sys/netinet/in.h, sys/sys/socket.h. */
const [PF_INET, PF_INET6] = [2, 28] as const;
const [IPPROTO_IP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_IPV6] = [0, 6, 17, 41] as const;

/** hw.machine: the kernel's port, which is one for both byte orders. */
const MACHINES: Readonly<Record<string, string>> = { arm: 'arm', mips: 'mips', mipsel: 'mips' };

const text = (data: Uint8Array): string => new TextDecoder('latin1').decode(data).replace(/\0.*$/s, '');
const memory = (bytes: number): number => Math.min(bytes, 0xffff_f000);

function words(t: Thread, ...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [n, value] of values.entries()) view.setUint32(4 * n, value >>> 0, !t.mem.bigEndian);
  return new Uint8Array(view.buffer);
}

function random(t: Thread): Uint8Array {
  const bytes = new Uint8Array(256);
  t.kernel.random(bytes);
  return bytes;
}

/** A node below kern.proc for one process, -1 the caller (sys/kern/kern_proc.c). */
const ofProcess =
  (read: (process: Process) => SysctlValue) =>
  (t: Thread, [pid]: readonly number[]): SysctlValue => {
    if (pid === undefined) throw errno('EINVAL');
    return read(pid === -1 ? t.process : processOf(t, pid));
  };
/** A node below kern.proc for the processes that a number selects. */
const processes =
  (selects: (process: Process, number: number) => boolean) =>
  (t: Thread, [number = 0]: readonly number[]): SysctlValue =>
    processInformation(
      t,
      [...t.kernel.processes.values()].filter((process) => selects(process, number)),
    );

const integers = (
  prefix: string,
  mib: readonly number[],
  values: Readonly<Record<string, readonly [number: number, value: number]>>,
): SysctlNode[] =>
  Object.entries(values).map(([name, [number, value]]) => ({
    name: `${prefix}.${name}`,
    mib: [...mib, number],
    read: () => value,
  }));

/** FreeBSD's tree (sys/sys/sysctl.h; names of nodes without fixed numbers as sysctl(8) has them). */
export const NODES: readonly SysctlNode[] = [
  { name: 'kern.ostype', mib: [CTL.KERN, 1], read: () => 'FreeBSD' },
  { name: 'kern.osrelease', mib: [CTL.KERN, 2], read: release },
  { name: 'kern.osrevision', mib: [CTL.KERN, 3], read: () => 199506 },
  { name: 'kern.version', mib: [CTL.KERN, 4], read: (t) => `FreeBSD ${release(t)} anyuser\n` },
  ...integers('kern', [CTL.KERN], {
    maxvnodes: [5, 32768],
    maxproc: [6, 6154],
    maxfiles: [7, 32768],
    argmax: [8, 524288],
    securelevel: [9, -1],
    posix1version: [17, 200112],
    ngroups: [18, 1023],
    job_control: [19, 1],
    saved_ids: [20, 0],
    maxfilesperproc: [27, 29484],
    maxprocperuid: [28, 5538],
    logsigexit: [34, 1],
    iov_max: [35, 1024],
  }),
  {
    name: 'kern.hostname',
    mib: [CTL.KERN, 10],
    read: (t) => t.kernel.identity.hostname,
    write: (t, data) => void (t.kernel.identity.hostname = text(data)),
  },
  { name: 'kern.hostid', mib: [CTL.KERN, 11], read: () => 0 },
  // struct clockinfo: hz, tick, spare, stathz, profhz.
  { name: 'kern.clockrate', mib: [CTL.KERN, 12], read: (t) => words(t, HZ, 1e6 / HZ, 0, STATHZ, 8128) },
  { name: 'kern.proc.all', mib: [CTL.KERN, KERN_PROC, 0], open: true, read: processes(() => true) },
  {
    name: 'kern.proc.pid',
    mib: [CTL.KERN, KERN_PROC, 1],
    open: true,
    read: (t, [pid]) => processInformation(t, [processOf(t, pid ?? -1)]),
  },
  {
    name: 'kern.proc.pgrp',
    mib: [CTL.KERN, KERN_PROC, 2],
    open: true,
    read: processes((p, n) => p.pgid === n),
  },
  {
    name: 'kern.proc.sid',
    mib: [CTL.KERN, KERN_PROC, 3],
    open: true,
    read: processes((p, n) => p.sid === n),
  },
  {
    name: 'kern.proc.uid',
    mib: [CTL.KERN, KERN_PROC, 5],
    open: true,
    read: processes(({ credentials }, n) => credentials.euid === n),
  },
  {
    name: 'kern.proc.ruid',
    mib: [CTL.KERN, KERN_PROC, 6],
    open: true,
    read: processes(({ credentials }, n) => credentials.uid === n),
  },
  {
    name: 'kern.proc.args',
    mib: [CTL.KERN, KERN_PROC, 7],
    open: true,
    read: ofProcess(({ argv }) => encodeText(argv.map((each) => `${each}\0`).join(''))),
  },
  { name: 'kern.proc.proc', mib: [CTL.KERN, KERN_PROC, 8], open: true, read: processes(() => true) },
  {
    name: 'kern.proc.pathname',
    mib: [CTL.KERN, KERN_PROC, 12],
    open: true,
    read: ofProcess(({ program }) => program.exe),
  },
  {
    name: 'kern.boottime',
    mib: [CTL.KERN, 21],
    read(t) {
      const boot = t.kernel.now('realtime') - t.kernel.now('monotonic');
      const bytes = new Uint8Array(16);
      new DataView(bytes.buffer).setBigInt64(0, boot / 1_000_000_000n, !t.mem.bigEndian);
      return bytes;
    },
  },
  {
    name: 'kern.domainname',
    mib: [CTL.KERN, 22],
    read: (t) => t.kernel.identity.domainname,
    write: (t, data) => void (t.kernel.identity.domainname = text(data)),
  },
  { name: 'kern.osreldate', mib: [CTL.KERN, 24], read: (t) => osreldate(release(t)) },
  { name: 'kern.bootfile', mib: [CTL.KERN, 26], read: () => '/boot/kernel/kernel' },
  ...integers('kern.ipc', [CTL.KERN, KERN_IPC], {
    maxsockbuf: [1, 2097152],
    somaxconn: [3, 128],
    shmmax: [AUTO, 536870912],
    shmmin: [AUTO + 1, 1],
    shmmni: [AUTO + 2, 192],
    shmseg: [AUTO + 3, 128],
    shmall: [AUTO + 4, 131072],
  }),
  { name: 'kern.ps_strings', mib: [CTL.KERN, 32], read: (t) => t.abi.start.layout.stackTop - 16 },
  { name: 'kern.usrstack', mib: [CTL.KERN, 33], read: (t) => t.abi.start.layout.stackTop },
  { name: 'kern.hostuuid', mib: [CTL.KERN, 36], read: () => '00000000-0000-0000-0000-000000000000' },
  { name: 'kern.arandom', mib: [CTL.KERN, 37], open: true, read: random },
  ...integers('kern.smp', [CTL.KERN, AUTO], {
    maxcpus: [1, CPUS],
    cpus: [2, CPUS],
    active: [3, 0],
    disabled: [4, 1],
    cores: [5, CPUS],
  }),
  ...integers('kern.sched', [CTL.KERN, AUTO + 1], { cpusetsize: [1, 4] }),
  { name: 'kern.sched.name', mib: [CTL.KERN, AUTO + 1, 2], read: () => 'ULE' },
  ...integers('kern', [CTL.KERN], { maxssiz: [AUTO + 2, 67108864], sgrowsiz: [AUTO + 3, 131072] }),
  ...integers('kern', [CTL.KERN], { maxdsiz: [AUTO + 4, 536870912], maxtsiz: [AUTO + 5, 67108864] }),
  { name: 'vm.loadavg', mib: [CTL.VM, 2], read: (t) => words(t, 0, 0, 0, 2048) },
  ...integers('vm', [CTL.VM], { overcommit: [AUTO, 0], swap_enabled: [11, 1] }),
  ...integers('net.inet.ip', [CTL.NET, PF_INET, IPPROTO_IP], {
    forwarding: [1, 0],
    redirect: [2, 1],
    ttl: [3, 64],
  }),
  ...integers('net.inet.ip.portrange', [CTL.NET, PF_INET, IPPROTO_IP, AUTO], {
    first: [1, 10000],
    last: [2, 65535],
    hifirst: [3, 49152],
    hilast: [4, 65535],
    reservedhigh: [5, 1023],
  }),
  ...integers('net.inet.tcp', [CTL.NET, PF_INET, IPPROTO_TCP], {
    rfc1323: [1, 1],
    mssdflt: [3, 536],
    keepidle: [6, 7200000],
    keepintvl: [7, 75000],
    sendspace: [8, 32768],
    recvspace: [9, 65536],
    keepinit: [10, 75000],
  }),
  ...integers('net.inet.udp', [CTL.NET, PF_INET, IPPROTO_UDP], { checksum: [1, 1], maxdgram: [3, 9216] }),
  ...integers('net.inet.udp', [CTL.NET, PF_INET, IPPROTO_UDP], { recvspace: [4, 42080] }),
  ...integers('net.inet6.ip6', [CTL.NET, PF_INET6, IPPROTO_IPV6], {
    forwarding: [1, 0],
    redirect: [2, 1],
    hlim: [3, 64],
    v6only: [24, 1],
  }),
  { name: 'hw.machine', mib: [CTL.HW, 1], read: (t) => MACHINES[t.abi.arch]! },
  { name: 'hw.model', mib: [CTL.HW, 2], read: (t) => t.process.model.name },
  { name: 'hw.ncpu', mib: [CTL.HW, 3], read: () => CPUS },
  { name: 'hw.byteorder', mib: [CTL.HW, 4], read: (t) => (t.abi.data.bigEndian ? 4321 : 1234) },
  { name: 'hw.physmem', mib: [CTL.HW, 5], read: (t) => memory(t.kernel.host.machine.memory) },
  { name: 'hw.usermem', mib: [CTL.HW, 6], read: (t) => memory(t.kernel.host.machine.freeMemory()) },
  { name: 'hw.pagesize', mib: [CTL.HW, 7], read: () => PAGE_SIZE },
  { name: 'hw.floatingpoint', mib: [CTL.HW, 10], read: () => 1 },
  { name: 'hw.machine_arch', mib: [CTL.HW, 11], read: (t) => t.abi.machineName?.(t.process) ?? t.abi.arch },
  { name: 'hw.realmem', mib: [CTL.HW, 12], read: (t) => memory(t.kernel.host.machine.memory) },
  {
    name: 'hw.availpages',
    mib: [CTL.HW, AUTO],
    read: (t) => memory(t.kernel.host.machine.memory) / PAGE_SIZE,
  },
  { name: 'hw.pagesizes', mib: [CTL.HW, AUTO + 1], read: (t) => words(t, PAGE_SIZE, 0, 0) },
  // Values of the C library, which answers for these itself (sys/kern/kern_mib.c).
  { name: 'user.cs_path', mib: [CTL.USER, 1], read: () => '' },
  ...integers('user', [CTL.USER], {
    bc_base_max: [2, 0],
    bc_dim_max: [3, 0],
    bc_scale_max: [4, 0],
    bc_string_max: [5, 0],
    coll_weights_max: [6, 0],
    expr_nest_max: [7, 0],
    line_max: [8, 0],
    re_dup_max: [9, 0],
    posix2_version: [10, 0],
    posix2_c_bind: [11, 0],
    posix2_c_dev: [12, 0],
    posix2_char_term: [13, 0],
    posix2_fort_dev: [14, 0],
    posix2_fort_run: [15, 0],
    posix2_localedef: [16, 0],
    posix2_sw_dev: [17, 0],
    posix2_upe: [18, 0],
    stream_max: [19, 0],
    tzname_max: [20, 0],
  }),
  ...integers('p1003_1b', [CTL.P1003_1B], {
    asynchronous_io: [1, 200112],
    mapped_files: [2, 200112],
    memlock: [3, 0],
    memlock_range: [4, 0],
    memory_protection: [5, 0],
    message_passing: [6, 0],
    prioritized_io: [7, 0],
    priority_scheduling: [8, 200112],
    realtime_signals: [9, 200112],
    semaphores: [10, 200112],
    fsync: [11, 200112],
    shared_memory_objects: [12, 200112],
    synchronized_io: [13, 0],
    timers: [14, 200112],
    aio_listio_max: [15, 256],
    aio_max: [16, 0],
    aio_prio_delta_max: [17, 0],
    delaytimer_max: [18, 2147483647],
    mq_open_max: [19, 0],
    pagesize: [20, PAGE_SIZE],
    rtsig_max: [21, 62],
    nsems_max: [22, 0],
    sem_value_max: [23, 2147483647],
    sigqueue_max: [24, 128],
    timer_max: [25, 32],
  }),
];
