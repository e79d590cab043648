import {
  type ArgumentType,
  cloneThread,
  defineSyscall,
  errno,
  flags,
  forkProcess,
  inp,
  ptr,
  signalOf,
  size,
  startThread,
  type Thread,
  waitForMemory,
} from '@anyuser/core';
import { FLAG_VALUES } from '../flags.table';
import { setClearChildTid } from '../thread-exit';

const F = FLAG_VALUES.clone;
const CSIGNAL = 0xff;
/** Namespaces, which need a privilege that the guest has not. */
const NAMESPACES =
  F.CLONE_NEWNS |
  F.CLONE_NEWCGROUP |
  F.CLONE_NEWUTS |
  F.CLONE_NEWIPC |
  F.CLONE_NEWUSER |
  F.CLONE_NEWPID |
  F.CLONE_NEWNET;

interface CloneRequest {
  readonly flags: number;
  readonly stack: number;
  readonly parentTid: number;
  readonly childTid: number;
  readonly tls: number;
  readonly exitSignal: number;
}

/** kernel/fork.c, copy_process: which flags go together. */
function check(f: number): void {
  const thread = (f & F.CLONE_THREAD) !== 0;
  const handlers = (f & F.CLONE_SIGHAND) !== 0;
  const memory = (f & F.CLONE_VM) !== 0;
  if ((thread && !handlers) || (handlers && !memory)) throw errno('EINVAL');
  if ((f & NAMESPACES) !== 0) throw errno('EPERM');
  if ((f & F.CLONE_PIDFD) !== 0) throw errno('EINVAL');
}

async function clone(thread: Thread, request: CloneRequest): Promise<number> {
  const { flags: f } = request;
  check(f);
  const child =
    (f & F.CLONE_THREAD) !== 0
      ? cloneThread(thread)
      : forkProcess(thread, {
          shareMemory: (f & F.CLONE_VM) !== 0,
          shareFiles: (f & F.CLONE_FILES) !== 0,
          shareFs: (f & F.CLONE_FS) !== 0,
          shareHandlers: (f & F.CLONE_SIGHAND) !== 0,
          sibling: (f & F.CLONE_PARENT) !== 0,
          exitSignal: signalOf(thread.abi, request.exitSignal),
        });
  const { abi } = child;
  abi.call.succeed(child.cpu, 0);
  if (request.stack !== 0) abi.setStackPointer(child.cpu, request.stack);
  if ((f & F.CLONE_SETTLS) !== 0) abi.setThreadPointer(child.cpu, request.tls);
  if ((f & F.CLONE_PARENT_SETTID) !== 0) thread.mem.setU32(request.parentTid, child.tid);
  if ((f & F.CLONE_CHILD_SETTID) !== 0) child.mem.setU32(request.childTid, child.tid);
  if ((f & F.CLONE_CHILD_CLEARTID) !== 0) setClearChildTid(child, request.childTid);
  startThread(child);
  if ((f & F.CLONE_VFORK) !== 0) await waitForMemory(thread, child.process);
  return child.tid;
}

/** Of clone's first argument the low byte is the exit signal, the rest flags. */
const cloneFlags: ArgumentType<number> = {
  width: 'word',
  bind: (abi) => ({
    decode: (_t, low) => low >>> 0,
    format(thread, low, high, call) {
      const signal = signalOf(abi, low & CSIGNAL);
      const names = flags('clone')
        .bind(abi)
        .format(thread, low & ~CSIGNAL, high, call);
      return signal === undefined ? names : `${names}|${signal}`;
    },
  }),
};

export const sys_clone = defineSyscall({
  name: 'clone',
  args: { flags: cloneFlags, newsp: ptr, parent_tid: ptr, tls: ptr, child_tid: ptr },
  run: (thread, { flags: f, newsp, parent_tid, tls, child_tid }) =>
    clone(thread, {
      flags: f & ~CSIGNAL,
      exitSignal: f & CSIGNAL,
      stack: newsp,
      parentTid: parent_tid,
      childTid: child_tid,
      tls,
    }),
});

const CLONE_ARGS_SIZE_VER0 = 64;

export const sys_clone3 = defineSyscall({
  name: 'clone3',
  args: { uargs: inp<Record<string, number>>('clone_args_v0'), size },
  run(thread, { uargs: args, size: bytes }) {
    if (bytes < CLONE_ARGS_SIZE_VER0) throw errno('EINVAL');
    const { flags: f = 0, stack = 0, stack_size: length = 0, exit_signal: exitSignal = 0 } = args;
    if (f >= 0x1_0000_0000) throw errno('EINVAL');
    return clone(thread, {
      flags: f,
      exitSignal,
      stack: stack === 0 ? 0 : stack + length,
      parentTid: args['parent_tid'] ?? 0,
      childTid: args['child_tid'] ?? 0,
      tls: args['tls'] ?? 0,
    });
  },
});

export const set_tid_address = defineSyscall({
  name: 'set_tid_address',
  args: { tidptr: ptr },
  run(thread, { tidptr }) {
    setClearChildTid(thread, tidptr);
    return thread.tid;
  },
});
