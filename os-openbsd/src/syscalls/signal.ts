import {
  type ArgumentType,
  changeMask,
  choice,
  defineSyscall,
  errno,
  inpOrNull,
  int,
  out,
  PAGE_SIZE,
  sigaltstack as plainSigaltstack,
  ptr,
  readTime,
  type SignalSet,
  sentBy,
  signalNumber,
  signalOrZero,
  sigsetOf,
  sigsetWords,
  suspend,
  type Thread,
  writeSiginfo,
} from '@anyuser/core';
import { Tag } from '../tags';
import { threadOf } from './threads';

const MINSIGSTKSZ = 3 * PAGE_SIZE;

/** A signal set as a word of its own: OpenBSD passes sets by value. */
const sigset: ArgumentType<SignalSet> = {
  width: 'word',
  bind: (abi) => ({
    decode: (_t, low) => sigsetOf(abi, [low >>> 0]),
    format: (_t, low) => `[${[...sigsetOf(abi, [low >>> 0])].map((name) => name.slice(3)).join(' ')}]`,
  }),
};

const word = (t: Thread, set: SignalSet): number => sigsetWords(t.abi, set)[0]!;

/** sigprocmask(how, mask): the old mask is the result. */
export const sigprocmask = defineSyscall({
  name: 'sigprocmask',
  args: { how: choice('sigmaskHow'), mask: sigset },
  returns: 'hex',
  run(t, { how, mask }) {
    const old = word(t, t.signalMask);
    changeMask(t.signalMask, how, mask);
    return old;
  },
});

/** sigpending(): the set is the result. */
export const sigpending = defineSyscall({
  name: 'sigpending',
  args: {},
  returns: 'hex',
  run: (t) => word(t, t.pending.set.clone().addAll(t.process.pending.set)),
});

export const sigsuspend = defineSyscall({
  name: 'sigsuspend',
  args: { mask: sigset },
  restart: false,
  run: (t, { mask }) => suspend(t, mask),
});

/** Whole pages of a range become an empty stack, save the first, which guards it. */
function remapAsStack(t: Thread, address: number, length: number): void {
  const { space } = t.process;
  const start = Math.floor(address / PAGE_SIZE) * PAGE_SIZE + PAGE_SIZE;
  const end = Math.floor((address + length) / PAGE_SIZE) * PAGE_SIZE;
  if (end <= start) throw errno('EINVAL');
  t.mem.zero(start, end - start);
  space.tag(start, end - start, Tag.stack);
}

/** sigaltstack: the pages become a stack (sys/kern/kern_sig.c, uvm_map_remap_as_stack). */
export const sigaltstack = defineSyscall({
  name: 'sigaltstack',
  args: {
    ss: inpOrNull<Readonly<Record<'ss_sp' | 'ss_size' | 'ss_flags', number>>>('stack'),
    oss: out('stack'),
  },
  run(t, args) {
    const { ss } = args;
    const enabled = ss !== undefined && (ss.ss_flags & 4) === 0;
    if (enabled && (ss.ss_flags & ~4) === 0 && ss.ss_size < MINSIGSTKSZ) throw errno('ENOMEM');
    plainSigaltstack.run(t, args as never);
    if (enabled) remapAsStack(t, ss.ss_sp, ss.ss_size);
  },
});

/** sigreturn(sigcntxp): only from the kernel's own code, with the frame's cookie. */
export const sigreturn = defineSyscall({
  name: 'sigreturn',
  args: { sigcntxp: ptr },
  run(t, { sigcntxp }) {
    t.abi.signalFrame.pop(t, t.cpu, 'sigreturn', sigcntxp);
    t.keepRegisters();
  },
});

/** thrkill(tid, signum, tcb): a thread of this process, whose TCB has to be the given one if that is not NULL. */
export const thrkill = (threadPointer: (t: Thread) => number) =>
  defineSyscall({
    name: 'thrkill',
    args: { tid: int, signum: signalOrZero, tcb: ptr },
    run(t, { tid, signum, tcb }) {
      const target = threadOf(t, tid);
      if (tcb !== 0 && threadPointer(target) !== tcb) throw errno('ESRCH');
      if (signum !== undefined) target.signal(sentBy(t, signum, 'SI_TKILL'));
    },
  });

/** __thrsigdivert(sigmask, info, timeout): waits for one of some signals and takes it. */
export const __thrsigdivert = defineSyscall({
  name: '__thrsigdivert',
  args: { sigmask: sigset, info: ptr, timeout: ptr },
  restart: false,
  async run(t, { sigmask, info, timeout }) {
    const wanted = sigmask.delete('SIGKILL').delete('SIGSTOP');
    const span = timeout === 0 ? undefined : readTime(t, timeout, 'timespec');
    const found = await t.waitSignal(
      wanted,
      span === undefined ? undefined : t.kernel.now('monotonic') + span,
    );
    if (found === undefined) throw errno('EAGAIN');
    if (info !== 0) writeSiginfo(t, info, found);
    return signalNumber(t.abi, found.signal);
  },
});
