import { errno } from '../kernel/errno';
import { Process } from '../kernel/process';
import type { Thread } from '../kernel/thread';
import { int, outInt, u64 } from '../syscall/arguments';
import { type ArgumentType, defineSyscall } from '../syscall/define';
import { processOf } from './process';
import { threadIn } from './signal';

const KIND_BITS = 0xc000_0000;

/** A clock: its header's name, or whose processor time it tells. */
export type Clock = string | Process | Thread;

/** Whose processor time a clock's number tells. @throws KernelError EINVAL where it is no such number, or there is nobody */
function ownerOf(t: Thread, number: number): Process | Thread {
  const { cpuClocks } = t.abi;
  const kind = (number & KIND_BITS) >>> 0;
  const id = number & ~KIND_BITS;
  const owner =
    kind === cpuClocks?.process
      ? t.kernel.processes.get(id)
      : kind === cpuClocks?.thread
        ? [...t.process.threads].find(({ tid }) => tid === id)
        : undefined;
  if (owner === undefined) throw errno('EINVAL');
  return owner;
}

/** A clock as a call's argument. */
export const clock: ArgumentType<Clock> = {
  width: 'word',
  bind(abi) {
    const rows = abi.enums['clock']!;
    return {
      decode: (t, low) => rows.name(low) ?? ownerOf(t, low),
      format: (_t, low) => rows.format(low),
    };
  },
};

/** Processor time of a process or thread, nanoseconds. */
export function processorTime(owner: Process | Thread): bigint {
  if (!(owner instanceof Process)) return BigInt(Math.floor(owner.userTime + owner.systemTime));
  const { user, system } = owner.usage();
  return BigInt(Math.floor(user + system));
}

const WHICH = { process: 0, thread: 1 } as const;

/** clock_getcpuclockid2(id, which, clock_id): 0 is the caller; threads are those of its process (FreeBSD's sys/kern/kern_time.c). */
export const clock_getcpuclockid2 = defineSyscall({
  name: 'clock_getcpuclockid2',
  args: { id: u64, which: int, clock_id: outInt },
  run(t, { id, which, clock_id }) {
    const number = Number(BigInt.asIntN(32, id));
    const { process, thread } = t.abi.cpuClocks!;
    if (which === WHICH.process) clock_id.set((process | processOf(t, number).pid) >>> 0);
    else if (which === WHICH.thread)
      clock_id.set((thread | (number === 0 ? t : threadIn(t, number)).tid) >>> 0);
    else throw errno('EINVAL');
  },
});
