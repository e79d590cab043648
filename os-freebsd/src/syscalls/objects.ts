import {
  createMemoryFd,
  defineSyscall,
  errno,
  flags,
  int,
  mode,
  OpenFlag,
  openCounter,
  openSharedMemory,
  openWatcher,
  path as pathArgument,
  ptr,
  renameSharedMemory,
  SealFlag,
  size,
} from '@anyuser/core';

const SPECIALFD_EVENTFD = 1;
const SPECIALFD_INOTIFY = 2;

/** __specialfd(type, req, len): event counters, and since 15.0 watchers of files (sys/kern/sys_generic.c). */
export const __specialfd = defineSyscall({
  name: '__specialfd',
  args: { type: int, req: ptr, len: size },
  run(t, { type, req, len }) {
    if (type === SPECIALFD_INOTIFY && len === 4) {
      const bits = t.abi.flags['inotifyInit']!;
      const how = t.mem.u32(req);
      if (bits.unknown(how) !== 0) throw errno('EINVAL');
      return openWatcher(t, {
        nonblock: (how & bits.bits('IN_NONBLOCK')) !== 0,
        cloexec: (how & bits.bits('IN_CLOEXEC')) !== 0,
      });
    }
    if (type !== SPECIALFD_EVENTFD || len !== 8) throw errno('EINVAL');
    const bits = t.abi.flags['eventfd']!;
    const how = t.mem.u32(req + 4);
    if (bits.unknown(how) !== 0) throw errno('EINVAL');
    return openCounter(t, t.mem.u32(req), bits.decode(how));
  },
});

const SHM_ANON = 1;
const SHM_ALLOW_SEALING = 1;

/** shm_open2(path, flags, mode, shmflags, name): shared memory, by a name or without one (sys/kern/uipc_shm.c). */
export const shm_open2 = defineSyscall({
  name: 'shm_open2',
  args: { path: ptr, flags: flags('open'), mode, shmflags: int, name: ptr },
  run(t, { path, flags: how, mode: permissions, shmflags, name }) {
    if (path !== SHM_ANON) return openSharedMemory(t, t.mem.text(path, 1024), how, permissions);
    if ((how & OpenFlag.O_WRONLY) !== 0) throw errno('EINVAL');
    const sealed = (shmflags & SHM_ALLOW_SEALING) !== 0 ? 0 : SealFlag.F_SEAL_SEAL;
    const label = name === 0 ? 'SHM_ANON' : t.mem.text(name, 255);
    return t.files.add(createMemoryFd(t, label, OpenFlag.O_RDWR, sealed), { cloexec: true });
  },
});
/** shm_open as it was up to 12 (sys/kern/uipc_shm.c). */
export const freebsd12_shm_open = defineSyscall({
  name: 'freebsd12_shm_open',
  args: { path: ptr, flags: flags('open'), mode },
  run: (t, args) => shm_open2.run(t, { ...args, shmflags: SHM_ALLOW_SEALING, name: 0 }),
});

const SHM_RENAME = { noreplace: 1, exchange: 2 } as const;

/** shm_rename(from, to, flags): by another name, which another object may have given up or taken in exchange. */
export const shm_rename = defineSyscall({
  name: 'shm_rename',
  args: { path_from: pathArgument, path_to: pathArgument, flags: int },
  run(t, { path_from, path_to, flags: how }) {
    if (how < 0 || how > SHM_RENAME.exchange) throw errno('EINVAL');
    const options = { noreplace: how === SHM_RENAME.noreplace, exchange: how === SHM_RENAME.exchange };
    return renameSharedMemory(t, path_from, path_to, options);
  },
});
