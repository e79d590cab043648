import { PAGE_SIZE, type Thread } from '@anyuser/core';
import { type SysctlNode, SysctlTree } from '@anyuser/os-bsd';
import { DEFAULT_RELEASE, osreldate } from './release';

const CTL = { KERN: 1, VM: 2, HW: 6, P1003_1B: 9 } as const;
const release = (t: Thread): string => t.kernel.identity.release ?? DEFAULT_RELEASE;
/** Guest threads take turns on one CPU. */
const CPUS = 1;
/** Numbers that kern_sysctl.c gives out as nodes are added, in this tree's order. */
const AUTO = 0x100;

/** FreeBSD's tree (sys/sysctl.h; names of nodes without fixed numbers as sysctl(8) has them). */
export const nodes: readonly SysctlNode[] = [
  { name: 'kern.ostype', mib: [CTL.KERN, 1], read: () => 'FreeBSD' },
  { name: 'kern.osrelease', mib: [CTL.KERN, 2], read: release },
  { name: 'kern.osrevision', mib: [CTL.KERN, 3], read: () => 199506 },
  { name: 'kern.version', mib: [CTL.KERN, 4], read: (t) => `FreeBSD ${release(t)} anyuser\n` },
  { name: 'kern.argmax', mib: [CTL.KERN, 8], read: () => 524288 },
  {
    name: 'kern.hostname',
    mib: [CTL.KERN, 10],
    read: (t) => t.kernel.identity.hostname,
    write(t, data) {
      t.kernel.identity.hostname = new TextDecoder().decode(data).replace(/\0.*$/, '');
    },
  },
  { name: 'kern.ngroups', mib: [CTL.KERN, 18], read: () => 1023 },
  { name: 'kern.osreldate', mib: [CTL.KERN, 24], read: (t) => osreldate(release(t)) },
  { name: 'kern.ps_strings', mib: [CTL.KERN, 32], read: (t) => t.abi.start.layout.stackTop - 16 },
  { name: 'kern.usrstack', mib: [CTL.KERN, 33], read: (t) => t.abi.start.layout.stackTop },
  { name: 'kern.arandom', mib: [CTL.KERN, 37], open: true, read: (t) => randomBytes(t) },
  { name: 'kern.smp.maxcpus', mib: [CTL.KERN, AUTO, 1], read: () => CPUS },
  { name: 'kern.smp.cpus', mib: [CTL.KERN, AUTO, 2], read: () => CPUS },
  { name: 'hw.machine', mib: [CTL.HW, 1], read: (t) => t.abi.arch.replace(/el$/, '') },
  { name: 'hw.model', mib: [CTL.HW, 2], read: (t) => t.process.model.name },
  { name: 'hw.ncpu', mib: [CTL.HW, 3], read: () => CPUS },
  { name: 'hw.byteorder', mib: [CTL.HW, 4], read: (t) => (t.abi.data.bigEndian ? 4321 : 1234) },
  { name: 'hw.physmem', mib: [CTL.HW, 5], read: (t) => Math.min(t.kernel.host.machine.memory, 0xffff_f000) },
  {
    name: 'hw.usermem',
    mib: [CTL.HW, 6],
    read: (t) => Math.min(t.kernel.host.machine.freeMemory(), 0xffff_f000),
  },
  { name: 'hw.pagesize', mib: [CTL.HW, 7], read: () => PAGE_SIZE },
  { name: 'hw.floatingpoint', mib: [CTL.HW, 10], read: () => 1 },
  { name: 'hw.machine_arch', mib: [CTL.HW, 11], read: (t) => t.abi.machineName?.(t.process) ?? t.abi.arch },
];

function randomBytes(t: Thread): Uint8Array {
  const bytes = new Uint8Array(256);
  t.kernel.random(bytes);
  return bytes;
}

export const tree = new SysctlTree(nodes);
