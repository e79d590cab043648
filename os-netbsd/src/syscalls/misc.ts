import {
  buffer,
  choice,
  defineSyscall,
  errno,
  fd,
  flags,
  forkProcess,
  int,
  off,
  outInt,
  processOf,
  ptr,
  S_IFREG,
  signalOf,
  size,
  startChild,
  waitForMemory,
  writable,
} from '@anyuser/core';

const GRND = { random: 2, insecure: 4 } as const;
/** Bytes that /dev/random's side gives at once: the pool's capacity (sys/entropy.h). */
const ENTROPY_CAPACITY = 32;

export const getrandom = defineSyscall({
  name: 'getrandom',
  args: { buf: buffer('out', 'buflen'), buflen: size, flags: flags('getrandom', { strict: true }) },
  run(t, { buf, buflen, flags: how }) {
    const both = GRND.random | GRND.insecure;
    if ((how & both) === both) throw errno('EINVAL');
    const length = (how & GRND.random) !== 0 ? Math.min(buflen, ENTROPY_CAPACITY) : buflen;
    t.kernel.random(t.mem.writable(buf, length));
    return length;
  },
});

const FSYNC = { data: 0x10, file: 0x20 } as const;

/** fsync_range(fd, flags, start, length): one of FDATASYNC and FFILESYNC, of a file open for writing. */
export const fsync_range = defineSyscall({
  name: 'fsync_range',
  args: { fd, flags: int, start: off, length: off },
  run(t, { fd: number, flags: how, start, length }) {
    const file = t.files.get(number);
    if (file.node === undefined) throw errno('EINVAL');
    writable(t, number);
    const data = (how & FSYNC.data) !== 0;
    if (data === ((how & FSYNC.file) !== 0)) throw errno('EINVAL');
    if (length !== 0 && start + length < start) throw errno('EINVAL');
    file.sync(data);
  },
});

const PUNCHED = 0x1_0000;

/** fdiscard(fd, pos, len): the part reads as zeroes afterwards; the file keeps its length. */
export const fdiscard = defineSyscall({
  name: 'fdiscard',
  args: { fd, pos: off, len: off },
  run(t, { fd: number, pos, len }) {
    const file = writable(t, number);
    if (pos < 0 || len < 0) throw errno('EINVAL');
    if (file.node === undefined) throw errno('EBADF');
    if (file.node.type !== S_IFREG) throw errno('EINVAL');
    const end = Math.min(pos + len, file.stat().st_size);
    const zeroes = new Uint8Array(Math.min(PUNCHED, Math.max(0, end - pos)));
    for (let at = pos; at < end; at += zeroes.length)
      file.pwrite(zeroes.subarray(0, Math.min(zeroes.length, end - at)), at);
  },
});

const CLOCK_PROCESS_CPUTIME_ID = 0x4000_0000;
const CLOCK_THREAD_CPUTIME_ID = 0x8000_0000;

/** clock_getcpuclockid2(idtype, id, clock): the clock of the caller's process or of the caller (sys/kern/subr_time.c). */
export const clock_getcpuclockid2 = defineSyscall({
  name: 'clock_getcpuclockid2',
  args: { idtype: choice('idtype'), id: int, clock_id: outInt },
  run(t, { idtype, id, clock_id }) {
    const own = idtype === 'P_PID' ? t.process.pid : t.tid;
    if (idtype !== 'P_PID' && idtype !== 'P_LWPID') throw errno('EINVAL');
    // Clocks of others are not told apart: there is none of theirs to name.
    if (id !== 0 && id !== own) throw errno(idtype === 'P_PID' && processOf(t, id) ? 'EPERM' : 'ESRCH');
    clock_id.set((idtype === 'P_PID' ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_THREAD_CPUTIME_ID) | 0);
  },
});

/** semconfig(flag) does nothing in the kernel either (sys/kern/sysv_sem.c). */
export const semconfig = defineSyscall({ name: 'semconfig', args: { flag: int }, run: () => 0 });

const MOST_UUIDS = 2048;

/** uuidgen(store, count): random numbers marked as version 4 of the DCE variant (sys/kern/kern_uuid.c). */
export const uuidgen = defineSyscall({
  name: 'uuidgen',
  args: { store: ptr, count: int },
  run(t, { store, count }) {
    if (count < 1 || count > MOST_UUIDS) throw errno('EINVAL');
    t.kernel.random(t.mem.writable(store, 16 * count));
    for (let at = store; at < store + 16 * count; at += 16) {
      t.mem.setU16(at + 6, (t.mem.u16(at + 6) & 0x0fff) | 0x4000);
      t.mem.setU8(at + 8, (t.mem.u8(at + 8) & 0x3f) | 0x80);
    }
  },
});

/** Questions of swapctl about devices, of which there are none: how many, and lists of them (sys/swap.h). */
const SWAP_QUESTIONS: readonly number[] = [3, 4, 6, 10];

/** swapctl(cmd, arg, misc): to change what is swapped to is the machine's owner's. */
export const swapctl = defineSyscall({
  name: 'swapctl',
  args: { cmd: int, arg: ptr, misc: int },
  run(_t, { cmd }) {
    if (!SWAP_QUESTIONS.includes(cmd)) throw errno('EPERM');
    return 0;
  },
});

const CLONE = { signal: 0xff, vm: 0x100, fs: 0x200, files: 0x400, sighand: 0x800, vfork: 0x4000 } as const;
/** CLONE_PID and CLONE_PTRACE, which NetBSD has not. */
const CLONE_REFUSED = 0x3000;

/** __clone(flags, stack): fork with what is shared, as Linux had it at first (sys/kern/kern_fork.c). */
export const __clone = defineSyscall({
  name: '__clone',
  args: { flags: int, stack: ptr },
  async run(t, { flags: how, stack }) {
    const has = (flag: number): boolean => (how & flag) !== 0;
    const exitSignal = signalOf(t.abi, how & CLONE.signal);
    if (has(CLONE_REFUSED) || (has(CLONE.sighand) && !has(CLONE.vm))) throw errno('EINVAL');
    if (has(CLONE.signal) && exitSignal === undefined) throw errno('EINVAL');
    const child = forkProcess(t, {
      shareMemory: has(CLONE.vm),
      shareFiles: has(CLONE.files),
      shareFs: has(CLONE.fs),
      shareHandlers: has(CLONE.sighand),
      exitSignal,
    });
    if (stack !== 0) child.abi.setStackPointer(child.cpu, stack);
    startChild(child);
    if (has(CLONE.vfork)) await waitForMemory(t, child.process);
    return [child.process.pid, 0] as const;
  },
});
