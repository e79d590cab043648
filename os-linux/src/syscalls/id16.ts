import {
  type ArgumentType,
  chown,
  defineSyscall,
  errno,
  fchown,
  getegid,
  geteuid,
  getgid,
  getuid,
  int,
  lchown,
  ptr,
  type SyscallDefinition,
  setfsgid,
  setfsuid,
  setgid,
  setregid,
  setresgid,
  setresuid,
  setreuid,
  setuid,
  type Thread,
  variant,
} from '@anyuser/core';

/** What a 16-bit call shows of an id that does not fit (include/linux/highuid.h). */
const OVERFLOW_ID = 65534;
const NONE = 0xffff;

const narrow = (id: number): number => (id > NONE ? OVERFLOW_ID : id);

/** An id of 16 bits; all ones means “leave as it is”. */
const id16: ArgumentType<number> = {
  width: 'word',
  bind: () => ({
    decode: (_t, low) => ((low & NONE) === NONE ? -1 : low & NONE),
    format: (_t, low) => ((low & NONE) === NONE ? '-1' : String(low & NONE)),
  }),
};

const withIds = (base: SyscallDefinition, ...names: string[]): SyscallDefinition =>
  variant(base, { name: base.name, args: Object.fromEntries(names.map((name) => [name, id16])) });

const result16 = (base: SyscallDefinition): SyscallDefinition => ({
  ...base,
  run: (thread, args) => narrow(base.run(thread, args) as number),
});

const triple = (name: string, ids: (thread: Thread) => readonly number[]): SyscallDefinition =>
  defineSyscall({
    name,
    args: { real: ptr, effective: ptr, saved: ptr },
    run(thread, { real, effective, saved }) {
      for (const [n, address] of [real, effective, saved].entries())
        thread.mem.setU16(address, narrow(ids(thread)[n]!));
    },
  });

/** The calls with 16-bit user and group ids (kernel/uid16.c). */
export const id16Syscalls: Readonly<Record<string, SyscallDefinition>> = {
  getuid: result16(getuid),
  geteuid: result16(geteuid),
  getgid: result16(getgid),
  getegid: result16(getegid),
  setuid: withIds(setuid, 'uid'),
  setgid: withIds(setgid, 'gid'),
  setreuid: withIds(setreuid, 'ruid', 'euid'),
  setregid: withIds(setregid, 'rgid', 'egid'),
  setresuid: withIds(setresuid, 'ruid', 'euid', 'suid'),
  setresgid: withIds(setresgid, 'rgid', 'egid', 'sgid'),
  setfsuid: withIds(setfsuid, 'fsuid'),
  setfsgid: withIds(setfsgid, 'fsgid'),
  chown: withIds(chown, 'uid', 'gid'),
  lchown: withIds(lchown, 'uid', 'gid'),
  fchown: withIds(fchown, 'uid', 'gid'),
  getresuid: triple('getresuid', ({ process: { credentials: c } }) => [c.uid, c.euid, c.suid]),
  getresgid: triple('getresgid', ({ process: { credentials: c } }) => [c.gid, c.egid, c.sgid]),
  getgroups: defineSyscall({
    name: 'getgroups',
    args: { size: int, list: ptr },
    run(thread, { size, list }) {
      const { groups } = thread.process.credentials;
      if (size < 0 || (size > 0 && size < groups.length)) throw errno('EINVAL');
      if (size > 0) {
        for (const [n, group] of groups.entries()) thread.mem.setU16(list + 2 * n, narrow(group));
      }
      return groups.length;
    },
  }),
  setgroups: defineSyscall({
    name: 'setgroups',
    args: { size: int, list: ptr },
    run(thread) {
      throw errno(thread.process.credentials.euid === 0 ? 'EINVAL' : 'EPERM');
    },
  }),
};
