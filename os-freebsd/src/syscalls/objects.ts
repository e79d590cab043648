import * as core from '@anyuser/core';
import {
  createMemoryFd,
  defineSyscall,
  errno,
  flags,
  int,
  mode,
  OpenFlag,
  openCounter,
  openWatcher,
  path as pathArgument,
  ptr,
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

/** Where shared memory with a name lies: in the machine's own place for it. */
const placeOfShared = (name: string): string => {
  if (!name.startsWith('/')) throw errno('EINVAL');
  return `/dev/shm/${name.slice(1).replaceAll('/', '%')}`;
};

/** shm_open2(path, flags, mode, shmflags, name): shared memory, by a name or without one (sys/kern/uipc_shm.c). */
export const shm_open2 = defineSyscall({
  name: 'shm_open2',
  args: { path: ptr, flags: flags('open'), mode, shmflags: int, name: ptr },
  run(t, { path, flags: how, mode: permissions, shmflags, name }) {
    if ((how & OpenFlag.O_WRONLY) !== 0) throw errno('EINVAL');
    if (path !== SHM_ANON)
      return core.open.run(t, {
        path: placeOfShared(t.mem.text(path, 1024)),
        flags: how | OpenFlag.O_CLOEXEC,
        mode: permissions,
      });
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
export const shm_unlink = defineSyscall({
  name: 'shm_unlink',
  args: { path: pathArgument },
  run: (t, { path }) => core.unlink.run(t, { path: placeOfShared(path) }),
});
