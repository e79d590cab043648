import { OpenFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { createPipe } from '../kernel/pipe';
import type { Thread } from '../kernel/thread';
import { flags, ptr } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';

/** Makes a pipe and gives both ends descriptors. */
export function makePipe(t: Thread, how: number): readonly [number, number] {
  if ((how & ~(OpenFlag.O_CLOEXEC | OpenFlag.O_NONBLOCK | OpenFlag.O_DIRECT)) !== 0) throw errno('EINVAL');
  const cloexec = (how & OpenFlag.O_CLOEXEC) !== 0;
  const [reader, writer] = createPipe(() => t.kernel.now('realtime'), how & ~OpenFlag.O_CLOEXEC);
  const first = t.files.add(reader, { cloexec });
  try {
    return [first, t.files.add(writer, { cloexec })];
  } catch (error) {
    t.files.close(first);
    writer.release();
    throw error;
  }
}

/** Stores the descriptors through the pointer; where that fails they are closed again. */
export function pipeTo(t: Thread, address: number, how: number): void {
  t.mem.writable(address, 8);
  const [reader, writer] = makePipe(t, how);
  t.mem.setU32(address, reader);
  t.mem.setU32(address + 4, writer);
}

export const pipe: SyscallDefinition = defineSyscall({
  name: 'pipe',
  args: { fds: ptr },
  run: (t, { fds }) => pipeTo(t, fds, 0),
});
export const pipe2: SyscallDefinition = defineSyscall({
  name: 'pipe2',
  args: { fds: ptr, flags: flags('open', { strict: true }) },
  run: (t, { fds, flags: how }) => pipeTo(t, fds, how),
});
/** pipe() that gives its descriptors in two registers (MIPS, FreeBSD up to 10). */
export const pipeInRegisters = defineSyscall({ name: 'pipe', args: {}, run: (t) => makePipe(t, 0) });
