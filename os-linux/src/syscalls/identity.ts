import {
  defineSyscall,
  errno,
  int,
  KernelError,
  type OutStruct,
  out,
  ptr,
  type SyscallDefinition,
  type Thread,
  text,
  word,
} from '@anyuser/core';
import { DEFAULT_RELEASE, VERSION } from '../release';

/** What uname's `machine` says: the port's own name (arch/arm/kernel/setup.c, …). */
const machineOf = (thread: Thread): string => thread.abi.machineName?.(thread.process) ?? thread.abi.arch;

function unameValue(thread: Thread): Parameters<OutStruct['set']>[0] {
  const { identity } = thread.kernel;
  return {
    sysname: 'Linux',
    nodename: identity.hostname,
    release: identity.release ?? DEFAULT_RELEASE,
    version: VERSION,
    machine: machineOf(thread),
    domainname: identity.domainname,
  };
}

export const uname = defineSyscall({
  name: 'uname',
  args: { buf: out('utsname') },
  run: (thread, { buf }) => buf.set(unameValue(thread)),
});

const MAX_NAME = 64;

const setName = (
  name: 'sethostname' | 'setdomainname',
  field: 'hostname' | 'domainname',
): SyscallDefinition =>
  defineSyscall({
    name,
    args: { name: text, len: int },
    run(thread, { name: value, len }) {
      if (thread.process.credentials.euid !== 0) throw errno('EPERM');
      if (len < 0 || len > MAX_NAME) throw errno('EINVAL');
      thread.kernel.identity[field] = value.slice(0, len);
    },
  });
export const sethostname = setName('sethostname', 'hostname');
export const setdomainname = setName('setdomainname', 'domainname');

/** Fixed-point scale of sysinfo's load averages. */
const LOAD_SCALE = 65536;

export const sysinfo = defineSyscall({
  name: 'sysinfo',
  args: { info: out('sysinfo') },
  run(thread, { info }) {
    const { host, processes } = thread.kernel;
    const { memory } = host.machine;
    // Sizes are words of 32 bits on small ports: counted in units as large as it takes.
    const unit = memory >= 2 ** 32 ? 4096 : 1;
    info.set({
      uptime: Number(thread.kernel.now('monotonic') / 1_000_000_000n),
      loads: host.machine.loadAverage().map((load) => Math.round(load * LOAD_SCALE)),
      totalram: Math.floor(memory / unit),
      freeram: Math.floor(host.machine.freeMemory() / unit),
      procs: Math.min(processes.size, 0xffff),
      mem_unit: unit,
    });
  },
});

const PERSONALITY_QUERY = 0xffff_ffff;

/** personality(2): PER_LINUX with any of the bug-compatibility bits, none of which changes anything here. */
export const personality = defineSyscall({
  name: 'personality',
  args: { persona: word },
  run(_thread, { persona }) {
    if (persona !== PERSONALITY_QUERY && (persona & 0xff) !== 0 && (persona & 0xff) !== 8)
      throw errno('EINVAL');
    return 0;
  },
});

const CAPABILITY_VERSION_3 = 0x2008_0522;
const CAPABILITY_WORDS: Readonly<Record<number, number>> = {
  0x1998_0330: 1,
  0x2007_1026: 2,
  [CAPABILITY_VERSION_3]: 2,
};

/** Reads the version of a capability header; an unknown one is replaced by the kernel's and refused. */
function capabilityWords(thread: Thread, header: number): number {
  const words = CAPABILITY_WORDS[thread.mem.u32(header)];
  if (words === undefined) {
    thread.mem.setU32(header, CAPABILITY_VERSION_3);
    throw errno('EINVAL');
  }
  return words;
}

export const capget = defineSyscall({
  name: 'capget',
  args: { header: ptr, data: ptr },
  run(thread, { header, data }) {
    try {
      const words = capabilityWords(thread, header);
      if (data !== 0) thread.mem.zero(data, words * 12);
    } catch (error) {
      if (error instanceof KernelError && error.code === 'EINVAL' && data === 0) return;
      throw error;
    }
  },
});

/** No capability can be gained; giving up none is allowed. */
export const capset = defineSyscall({
  name: 'capset',
  args: { header: ptr, data: ptr },
  run(thread, { header, data }) {
    const words = capabilityWords(thread, header);
    for (let n = 0; n < words * 3; n++) if (thread.mem.u32(data + 4 * n) !== 0) throw errno('EPERM');
  },
});
