import { errno } from '../kernel/errno';
import { int, out, text } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';

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
/** The machine's names are the superuser's to set. */
export const sethostname = setName('sethostname', 'hostname');
export const setdomainname = setName('setdomainname', 'domainname');

/** Fixed-point scale of sysinfo's load averages. */
const LOAD_SCALE = 65536;

/** Uptime, load and memory of the host's machine, and how many guest processes there are (kernel/sys.c). */
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
