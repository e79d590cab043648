import * as core from '@anyuser/core';
import {
  defineSyscall,
  errno,
  forkProcess,
  KernelError,
  LoaderError,
  type Prepared,
  path,
  prepareExec,
  ptr,
  readSigset,
  type Signal,
  type SyscallDefinition,
  startPrepared,
  startThread,
  type Thread,
} from '@anyuser/core';
import { SCHED_NONE, setSchedule } from './schedule';

/** struct posix_spawn_file_actions: size, len, entries; an entry is its action, a descriptor and what the action needs (sys/spawn.h). */
const ENTRY_SIZE = 20;
const ACTIONS = ['open', 'dup2', 'close', 'chdir', 'fchdir'] as const;
/** struct posix_spawnattr: flags, group, scheduling, signals set to default, mask. */
const ATTR = { group: 4, priority: 8, policy: 12, defaults: 16, mask: 32 } as const;
const FLAG = {
  RESETIDS: 1,
  SETPGROUP: 2,
  SETSCHEDPARAM: 4,
  SETSCHEDULER: 8,
  SETSIGDEF: 0x10,
  SETSIGMASK: 0x20,
  RETURNERROR: 0x40,
} as const;

/** A call that a file action makes in the child. @throws KernelError EAGAIN where it would have to wait, as a fifo's open */
function call(child: Thread, definition: SyscallDefinition, args: object): number {
  const result = definition.run(child, args as never) ?? 0;
  if (typeof result !== 'number') throw errno('EAGAIN');
  return result;
}

/** What the file actions are to do in the child; their paths are read before there is one. @throws KernelError EFAULT, EINVAL */
function readActions(t: Thread, actions: number): readonly ((child: Thread) => void)[] {
  const count = t.mem.u32(actions + 4);
  if (count > 2 * (t.process.limits.get('RLIMIT_NOFILE')?.soft ?? 1024)) throw errno('EINVAL');
  const entries = t.mem.u32(actions + 8);
  return Array.from({ length: count }, (_, i) => {
    const at = entries + ENTRY_SIZE * i;
    const action = ACTIONS[t.mem.u32(at)];
    const fd = t.mem.i32(at + 4);
    const value = t.mem.u32(at + 8);
    const name = action === 'open' || action === 'chdir' ? t.mem.text(value, 1024) : '';
    const flags = t.abi.flags['open']!.decode(t.mem.u32(at + 12));
    const mode = t.mem.u32(at + 16) & 0o7777;
    return (child) => {
      if (action === 'open') {
        if (child.files.has(fd)) child.files.close(fd);
        const opened = call(child, core.open, { path: name, flags, mode });
        if (opened === fd) return;
        child.files.set(fd, child.files.get(opened));
        child.files.close(opened);
      } else if (action === 'dup2') {
        if (value !== fd) child.files.set(value, child.files.get(fd));
        else child.files.setCloexec(fd, false);
      } else if (action === 'close') child.files.close(fd);
      else if (action === 'chdir') call(child, core.chdir, { path: name });
      else if (action === 'fchdir') call(child, core.fchdir, { fd });
      else throw errno('EINVAL');
    };
  });
}

/** In the kernel's order (sys/kern/kern_exec.c, handle_posix_spawn_attrs). */
function applyAttributes(t: Thread, child: Thread, attributes: number, how: number): void {
  const { process } = child;
  const { mem } = t;
  const pid = process.pid;
  if ((how & FLAG.SETPGROUP) !== 0)
    call(t, core.setpgid, { pid, pgid: mem.i32(attributes + ATTR.group) || pid });
  const priority = mem.i32(attributes + ATTR.priority);
  if ((how & FLAG.SETSCHEDULER) !== 0) setSchedule(t, pid, 0, mem.i32(attributes + ATTR.policy), priority);
  else if ((how & FLAG.SETSCHEDPARAM) !== 0) setSchedule(t, t.process.pid, 0, SCHED_NONE, priority);
  if ((how & FLAG.RESETIDS) !== 0) {
    const { uid, gid } = process.credentials;
    process.credentials = { ...process.credentials, euid: uid, fsuid: uid, egid: gid, fsgid: gid };
  }
  if ((how & FLAG.SETSIGMASK) !== 0)
    child.signalMask
      .assign(readSigset(t.abi, mem, attributes + ATTR.mask))
      .delete('SIGKILL')
      .delete('SIGSTOP');
  if ((how & FLAG.SETSIGDEF) !== 0)
    for (const signal of readSigset(t.abi, mem, attributes + ATTR.defaults))
      process.setAction(signal as Signal, { ...process.action(signal as Signal), handler: 'default' });
}

/** The guest's number of what went wrong. */
function numberOf(t: Thread, error: unknown): number {
  if (error instanceof LoaderError) return t.abi.errno[error.errno] ?? t.abi.errno.ENOEXEC;
  if (error instanceof KernelError) return t.abi.errno[error.code]!;
  throw error;
}

/**
 * posix_spawn(pid, path, actions, attributes, argv, envp): a child that runs a program; its result is the error itself. The caller
 * is told of a program that is not there, of what goes wrong in the child only if it asked for that or for a process group:
 * else, and then too, the child ends with 127 (sys/kern/kern_exec.c, spawn_return).
 */
export const posix_spawn = defineSyscall({
  name: 'posix_spawn',
  args: { pid: ptr, path, file_actions: ptr, attrp: ptr, argv: ptr, envp: ptr },
  run(t, { pid, path: file, file_actions, attrp, argv, envp }) {
    const how = attrp === 0 ? 0 : t.mem.u16(attrp);
    const environment = envp === 0 ? [] : t.mem.textVector(envp);
    let child: Thread | undefined;
    let prepared: Prepared | undefined;
    try {
      const actions = file_actions === 0 ? [] : readActions(t, file_actions);
      prepared = prepareExec(t, file, t.mem.textVector(argv), environment);
      child = forkProcess(t, { shareMemory: true });
      if (attrp !== 0) applyAttributes(t, child, attrp, how);
      for (const act of actions) act(child);
      startPrepared(child, prepared, environment);
      // The new program's registers are not those of a call in progress.
      child.takeRegistersKept();
      startThread(child);
    } catch (error) {
      const number = numberOf(t, error);
      if (child?.process.program !== prepared?.program) prepared?.program.release();
      child?.process.exit({ code: 127 });
      if (child === undefined || (how & (FLAG.RETURNERROR | FLAG.SETPGROUP)) !== 0) return number;
    }
    if (pid !== 0) t.mem.setU32(pid, child!.process.pid);
    return 0;
  },
});
