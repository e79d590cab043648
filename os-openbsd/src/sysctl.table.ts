import { errno, PAGE_SIZE, structBytes, type Thread } from '@anyuser/core';
import { type SysctlNode, SysctlTree } from '@anyuser/os-bsd';
import { giveArguments, giveProcesses, workingDirectory } from './process-info';
import { stateOf } from './process-state';
import { osrevision, releaseName } from './release';

const CTL = { KERN: 1, VM: 2, HW: 6, VFS: 10 } as const;
const releaseOf = (t: Thread): number => stateOf(t.process).release;
/** Guest threads take turns on one CPU. */
const CPUS = 1;

function words(t: Thread, ...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [n, value] of values.entries()) view.setUint32(4 * n, value >>> 0, !t.mem.bigEndian);
  return new Uint8Array(view.buffer);
}

/** Ticks of the clock a second, and units of a fixed-point number (sys/kern/kern_clock.c, sys/param.h). */
const HZ = 100;
const FSCALE = 2048;

const bootTime = (t: Thread): bigint => t.kernel.now('realtime') - t.kernel.now('monotonic');

/** Ticks that processes used, and that nothing ran: user, nice, system, spin, interrupt, idle (sys/sched.h). */
function cpuTicks(t: Thread): readonly number[] {
  const ticks = (nanoseconds: number): number => Math.floor((nanoseconds * HZ) / 1e9);
  const usage = [...t.kernel.processes.values()].map((process) => process.usage());
  const user = ticks(usage.reduce((sum, each) => sum + each.user, 0));
  const system = ticks(usage.reduce((sum, each) => sum + each.system, 0));
  const idle = Math.max(0, ticks(Number(t.kernel.now('monotonic'))) - user - system);
  return [user, 0, system, 0, 0, idle];
}

function quads(t: Thread, ...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  for (const [n, value] of values.entries()) view.setBigUint64(8 * n, BigInt(value), !t.mem.bigEndian);
  return new Uint8Array(view.buffer);
}

type Integer = readonly [name: string, top: number, number: number, read: (t: Thread) => number];
/** What kernel and memory have of each: limits of a GENERIC kernel (sys/conf/param.c), and what is in use. */
const INTEGERS: readonly SysctlNode[] = (
  [
    ['kern.maxvnodes', CTL.KERN, 5, () => 13_000],
    ['kern.maxproc', CTL.KERN, 6, () => 1310],
    ['kern.maxfiles', CTL.KERN, 7, () => 7030],
    ['kern.argmax', CTL.KERN, 8, () => 524_288],
    ['kern.securelevel', CTL.KERN, 9, () => 1],
    ['kern.hostid', CTL.KERN, 11, () => 0],
    ['kern.posix1version', CTL.KERN, 17, () => 200_809],
    ['kern.ngroups', CTL.KERN, 18, () => 16],
    ['kern.job_control', CTL.KERN, 19, () => 1],
    ['kern.saved_ids', CTL.KERN, 20, () => 1],
    ['kern.maxpartitions', CTL.KERN, 23, () => 16],
    ['kern.rawpartition', CTL.KERN, 24, () => 2],
    ['kern.maxthread', CTL.KERN, 25, () => 2620],
    [
      'kern.nthreads',
      CTL.KERN,
      26,
      (t) => [...t.kernel.processes.values()].reduce((n, p) => n + p.threads.size, 0),
    ],
    ['kern.somaxconn', CTL.KERN, 28, () => 128],
    ['kern.sominconn', CTL.KERN, 29, () => 80],
    ['kern.nosuidcoredump', CTL.KERN, 32, () => 1],
    ['kern.fsync', CTL.KERN, 33, () => 1],
    ['kern.sysvmsg', CTL.KERN, 34, () => 1],
    ['kern.sysvsem', CTL.KERN, 35, () => 1],
    ['kern.sysvshm', CTL.KERN, 36, () => 1],
    ['kern.ccpu', CTL.KERN, 45, () => 1948],
    ['kern.fscale', CTL.KERN, 46, () => FSCALE],
    ['kern.nprocs', CTL.KERN, 47, (t) => t.kernel.processes.size],
    ['kern.wxabort', CTL.KERN, 74, () => 0],
    ['kern.netlivelocks', CTL.KERN, 76, () => 0],
    ['kern.global_ptrace', CTL.KERN, 81, () => 0],
    ['vm.maxslp', CTL.VM, 10, () => 20],
    ['hw.ncpu', CTL.HW, 3, () => CPUS],
    ['hw.byteorder', CTL.HW, 4, (t) => (t.abi.data.bigEndian ? 4321 : 1234)],
    ['hw.physmem', CTL.HW, 5, (t) => Math.min(t.kernel.host.machine.memory, 0x7fff_f000)],
    ['hw.usermem', CTL.HW, 6, (t) => Math.min(t.kernel.host.machine.freeMemory(), 0x7fff_f000)],
    ['hw.pagesize', CTL.HW, 7, () => PAGE_SIZE],
    ['hw.diskcount', CTL.HW, 10, () => 0],
    ['hw.ncpufound', CTL.HW, 21, () => CPUS],
    ['hw.allowpowerdown', CTL.HW, 22, () => 1],
    ['hw.ncpuonline', CTL.HW, 25, () => CPUS],
  ] satisfies readonly Integer[]
).map(([name, top, number, read]: Integer) => ({ name, mib: [top, number], read }));

/** OpenBSD's tree (sys/sysctl.h). */
export const tree = new SysctlTree([
  { name: 'kern.ostype', mib: [CTL.KERN, 1], read: () => 'OpenBSD' },
  { name: 'kern.osrelease', mib: [CTL.KERN, 2], read: (t) => releaseName(releaseOf(t)) },
  { name: 'kern.osrevision', mib: [CTL.KERN, 3], read: (t) => osrevision(releaseOf(t)) },
  {
    name: 'kern.version',
    mib: [CTL.KERN, 4],
    read: (t) => `OpenBSD ${releaseName(releaseOf(t))} (GENERIC)\n    anyuser\n`,
  },
  { name: 'kern.hostname', mib: [CTL.KERN, 10], read: (t) => t.kernel.identity.hostname },
  { name: 'kern.clockrate', mib: [CTL.KERN, 12], read: (t) => words(t, HZ, 1e6 / HZ, HZ, HZ) },
  { name: 'kern.domainname', mib: [CTL.KERN, 22], read: (t) => t.kernel.identity.domainname },
  { name: 'kern.osversion', mib: [CTL.KERN, 27], read: () => 'GENERIC#0' },
  ...INTEGERS,
  {
    name: 'kern.boottime',
    mib: [CTL.KERN, 21],
    read: (t) =>
      structBytes(t.abi, 'timeval', {
        tv_sec: bootTime(t) / 1_000_000_000n,
        tv_usec: (bootTime(t) / 1000n) % 1_000_000n,
      }),
  },
  { name: 'kern.cp_time', mib: [CTL.KERN, 40], read: (t) => words(t, ...cpuTicks(t)) },
  {
    name: 'kern.cp_time2',
    mib: [CTL.KERN, 71],
    open: true,
    read(t, [cpu = -1]) {
      if (cpu < 0 || cpu >= CPUS) throw errno('ENOENT');
      return quads(t, ...cpuTicks(t));
    },
  },
  { name: 'kern.procargs', mib: [CTL.KERN, 55], open: true, read: () => 0, give: giveArguments },
  { name: 'kern.proc', mib: [CTL.KERN, 66], open: true, read: () => 0, give: giveProcesses },
  { name: 'kern.consdev', mib: [CTL.KERN, 75], read: () => -1 },
  { name: 'kern.proc_cwd', mib: [CTL.KERN, 78], open: true, read: workingDirectory },
  {
    name: 'vm.loadavg',
    mib: [CTL.VM, 2],
    read: (t) =>
      structBytes(t.abi, 'loadavg', {
        ldavg: [0, 1, 2].map((n) => Math.round((t.kernel.host.machine.loadAverage()[n] ?? 0) * FSCALE)),
        fscale: FSCALE,
      }),
  },
  {
    name: 'vm.uvmexp',
    mib: [CTL.VM, 4],
    read(t) {
      const { memory, freeMemory } = t.kernel.host.machine;
      const pages = Math.floor(memory / PAGE_SIZE);
      const free = Math.floor(freeMemory() / PAGE_SIZE);
      return structBytes(t.abi, 'uvmexp', {
        pagesize: PAGE_SIZE,
        pagemask: PAGE_SIZE - 1,
        pageshift: Math.log2(PAGE_SIZE),
        npages: pages,
        free,
        active: pages - free,
      });
    },
  },
  { name: 'vm.psstrings', mib: [CTL.VM, 3], read: (t) => words(t, stateOf(t.process).psStrings) },
  { name: 'vm.malloc_conf', mib: [CTL.VM, 12], read: () => '' },
  { name: 'hw.machine', mib: [CTL.HW, 1], read: (t) => t.abi.machineName?.(t.process) ?? t.abi.arch },
  { name: 'hw.model', mib: [CTL.HW, 2], read: (t) => t.process.model.name },
  { name: 'hw.disknames', mib: [CTL.HW, 8], read: () => '' },
  { name: 'hw.diskstats', mib: [CTL.HW, 9], read: () => new Uint8Array(0) },
  {
    name: 'hw.sensors',
    mib: [CTL.HW, 11],
    open: true,
    read(): number {
      throw errno('ENOENT');
    },
  },
  { name: 'hw.ucomnames', mib: [CTL.HW, 26], read: () => '' },
  { name: 'hw.physmem64', mib: [CTL.HW, 19], read: (t) => BigInt(t.kernel.host.machine.memory) },
  { name: 'hw.usermem64', mib: [CTL.HW, 20], read: (t) => BigInt(t.kernel.host.machine.freeMemory()) },
]);
