import * as core from '@anyuser/core';
import {
  defineSyscall,
  errno,
  execProgram,
  forkProcess,
  KernelError,
  LoaderError,
  path,
  ptr,
  readSigset,
  type Signal,
  startThread,
  type Thread,
} from '@anyuser/core';

/** struct posix_spawn_file_actions: size, len, entries; an entry is its action, a descriptor and what the action needs (sys/spawn.h). */
const ENTRY_SIZE = 20;
const FAE = { open: 0, dup2: 1, close: 2 } as const;
/** struct posix_spawnattr: flags, group, scheduling, signals set to default, mask. */
const ATTR = { group: 4, defaults: 16, mask: 32 } as const;
const POSIX_SPAWN_RESETIDS = 1;
const POSIX_SPAWN_SETPGROUP = 2;
const POSIX_SPAWN_SETSIGDEF = 0x10;
const POSIX_SPAWN_SETSIGMASK = 0x20;

function applyActions(t: Thread, child: Thread, actions: number): void {
  const count = t.mem.u32(actions + 4);
  const entries = t.mem.u32(actions + 8);
  for (let i = 0; i < count; i++) {
    const at = entries + ENTRY_SIZE * i;
    const fd = t.mem.i32(at + 4);
    switch (t.mem.u32(at)) {
      case FAE.open: {
        const name = t.mem.text(t.mem.u32(at + 8), 1024);
        const how = t.abi.flags['open']!.decode(t.mem.u32(at + 12));
        const opened = core.open.run(child, { path: name, flags: how, mode: t.mem.u32(at + 16) & 0o7777 });
        if (typeof opened !== 'number') throw errno('EAGAIN');
        if (opened === fd) break;
        child.files.set(fd, child.files.get(opened));
        child.files.close(opened);
        break;
      }
      case FAE.dup2: {
        const to = t.mem.i32(at + 8);
        if (to !== fd) child.files.set(to, child.files.get(fd));
        else child.files.setCloexec(fd, false);
        break;
      }
      case FAE.close:
        child.files.close(fd);
        break;
      default:
        throw errno('EINVAL');
    }
  }
}

function applyAttributes(t: Thread, child: Thread, attributes: number): void {
  const { process } = child;
  const how = t.mem.u16(attributes);
  if ((how & POSIX_SPAWN_SETPGROUP) !== 0) process.pgid = t.mem.u32(attributes + ATTR.group) || process.pid;
  if ((how & POSIX_SPAWN_RESETIDS) !== 0) {
    const { uid, gid } = process.credentials;
    process.credentials = { ...process.credentials, euid: uid, fsuid: uid, egid: gid, fsgid: gid };
  }
  if ((how & POSIX_SPAWN_SETSIGMASK) !== 0)
    child.signalMask
      .assign(readSigset(t.abi, t.mem, attributes + ATTR.mask))
      .delete('SIGKILL')
      .delete('SIGSTOP');
  if ((how & POSIX_SPAWN_SETSIGDEF) !== 0)
    for (const signal of readSigset(t.abi, t.mem, attributes + ATTR.defaults))
      process.setAction(signal as Signal, { ...process.action(signal as Signal), handler: 'default' });
}

/** Takes back a child that never ran. */
function undo({ process, kernel }: Thread): void {
  const { parent } = process;
  process.exitSignal = undefined;
  process.exit({ code: 127 });
  parent?.children.delete(process);
  kernel.processes.delete(process.pid);
}

/** posix_spawn(pid, path, actions, attributes, argv, envp): a child that runs a program; its result is the error itself. */
export const posix_spawn = defineSyscall({
  name: 'posix_spawn',
  args: { pid: ptr, path, file_actions: ptr, attrp: ptr, argv: ptr, envp: ptr },
  run(t, { pid, path: file, file_actions, attrp, argv, envp }) {
    const args = t.mem.textVector(argv);
    const environment = envp === 0 ? [] : t.mem.textVector(envp);
    const child = forkProcess(t);
    try {
      if (attrp !== 0) applyAttributes(t, child, attrp);
      if (file_actions !== 0) applyActions(t, child, file_actions);
      execProgram(child, file, args, environment);
      if (pid !== 0) t.mem.setU32(pid, child.process.pid);
    } catch (error) {
      undo(child);
      if (error instanceof LoaderError) return t.abi.errno[error.errno] ?? t.abi.errno.ENOEXEC;
      if (error instanceof KernelError) return t.abi.errno[error.code]!;
      throw error;
    }
    // The new program's registers are not those of a call in progress.
    child.takeRegistersKept();
    startThread(child);
    return 0;
  },
});
