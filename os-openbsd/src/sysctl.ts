import { PAGE_SIZE, type Thread } from '@anyuser/core';
import { SysctlTree } from '@anyuser/os-bsd';
import { stateOf } from './process-state';
import { osrevision, releaseName } from './release';

const CTL = { KERN: 1, VM: 2, HW: 6 } as const;
const releaseOf = (t: Thread): number => stateOf(t.process).release;
/** Guest threads take turns on one CPU. */
const CPUS = 1;

function words(t: Thread, ...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [n, value] of values.entries()) view.setUint32(4 * n, value >>> 0, !t.mem.bigEndian);
  return new Uint8Array(view.buffer);
}

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
  { name: 'kern.argmax', mib: [CTL.KERN, 8], read: () => 524288 },
  { name: 'kern.hostname', mib: [CTL.KERN, 10], read: (t) => t.kernel.identity.hostname },
  { name: 'kern.hostid', mib: [CTL.KERN, 11], read: () => 0 },
  { name: 'kern.clockrate', mib: [CTL.KERN, 12], read: (t) => words(t, 100, 10_000, 100, 100) },
  { name: 'kern.posix1version', mib: [CTL.KERN, 17], read: () => 200809 },
  { name: 'kern.ngroups', mib: [CTL.KERN, 18], read: () => 16 },
  { name: 'kern.job_control', mib: [CTL.KERN, 19], read: () => 1 },
  { name: 'kern.saved_ids', mib: [CTL.KERN, 20], read: () => 1 },
  { name: 'kern.domainname', mib: [CTL.KERN, 22], read: (t) => t.kernel.identity.domainname },
  { name: 'kern.osversion', mib: [CTL.KERN, 27], read: () => 'GENERIC#0' },
  { name: 'vm.psstrings', mib: [CTL.VM, 3], read: (t) => words(t, stateOf(t.process).psStrings) },
  { name: 'vm.malloc_conf', mib: [CTL.VM, 12], read: () => '' },
  { name: 'hw.machine', mib: [CTL.HW, 1], read: (t) => t.abi.machineName?.(t.process) ?? t.abi.arch },
  { name: 'hw.model', mib: [CTL.HW, 2], read: (t) => t.process.model.name },
  { name: 'hw.ncpu', mib: [CTL.HW, 3], read: () => CPUS },
  { name: 'hw.byteorder', mib: [CTL.HW, 4], read: (t) => (t.abi.data.bigEndian ? 4321 : 1234) },
  { name: 'hw.physmem', mib: [CTL.HW, 5], read: (t) => Math.min(t.kernel.host.machine.memory, 0x7fff_f000) },
  { name: 'hw.pagesize', mib: [CTL.HW, 7], read: () => PAGE_SIZE },
  { name: 'hw.physmem64', mib: [CTL.HW, 19], read: (t) => BigInt(t.kernel.host.machine.memory) },
  { name: 'hw.usermem64', mib: [CTL.HW, 20], read: (t) => BigInt(t.kernel.host.machine.freeMemory()) },
  { name: 'hw.ncpufound', mib: [CTL.HW, 21], read: () => CPUS },
  { name: 'hw.ncpuonline', mib: [CTL.HW, 25], read: () => CPUS },
]);
