import { PAGE_SIZE, type Thread } from '@anyuser/core';
import { SysctlTree } from '@anyuser/os-bsd';
import { DEFAULT_RELEASE, osrevision } from './release';

const CTL = { KERN: 1, HW: 6 } as const;
const release = (t: Thread): string => t.kernel.identity.release ?? DEFAULT_RELEASE;
/** Guest threads take turns on one CPU. */
const CPUS = 1;

/** hw.machine: the port that runs on boards of each architecture. */
const MACHINES: Readonly<Record<string, string>> = { arm: 'evbarm', mips: 'evbmips', mipsel: 'evbmips' };

/** NetBSD's tree (sys/sysctl.h). */
export const tree = new SysctlTree([
  { name: 'kern.ostype', mib: [CTL.KERN, 1], read: () => 'NetBSD' },
  { name: 'kern.osrelease', mib: [CTL.KERN, 2], read: release },
  { name: 'kern.osrevision', mib: [CTL.KERN, 3], read: (t) => osrevision(release(t)) },
  { name: 'kern.version', mib: [CTL.KERN, 4], read: (t) => `NetBSD ${release(t)} (anyuser)\n` },
  { name: 'kern.argmax', mib: [CTL.KERN, 8], read: () => 262144 },
  { name: 'kern.hostname', mib: [CTL.KERN, 10], read: (t) => t.kernel.identity.hostname },
  { name: 'kern.ngroups', mib: [CTL.KERN, 18], read: () => 16 },
  { name: 'kern.domainname', mib: [CTL.KERN, 22], read: (t) => t.kernel.identity.domainname },
  {
    name: 'kern.arandom',
    mib: [CTL.KERN, 81],
    open: true,
    read(t) {
      const bytes = new Uint8Array(256);
      t.kernel.random(bytes);
      return bytes;
    },
  },
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
  { name: 'hw.ncpuonline', mib: [CTL.HW, 16], read: () => CPUS },
]);
