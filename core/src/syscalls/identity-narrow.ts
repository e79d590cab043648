import { outInt } from '../syscall/arguments';
import { type ArgumentType, type SyscallDefinition, variant } from '../syscall/define';
import { chown, fchown, lchown } from './attribute';
import {
  getegid,
  geteuid,
  getgid,
  getresgid,
  getresuid,
  getuid,
  groupCalls,
  OVERFLOW_ID,
  setfsgid,
  setfsuid,
  setgid,
  setregid,
  setresgid,
  setresuid,
  setreuid,
  setuid,
} from './identity';

/** All ones in an id of 16 bits. */
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

/** Where a 16-bit id goes. */
const out16: typeof outInt = {
  ...outInt,
  bind: (abi) => ({
    ...outInt.bind(abi),
    decode: ({ mem }, low) => ({
      isNull: low === 0,
      set: (id) => mem.setU16(low >>> 0, narrow(id)),
    }),
  }),
};

/** The calls with 16-bit user and group ids (kernel/uid16.c). */
export const NARROW_ID_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = {
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
  getresuid: variant(getresuid, { args: { ruid: out16, euid: out16, suid: out16 } }),
  getresgid: variant(getresgid, { args: { rgid: out16, egid: out16, sgid: out16 } }),
  ...groupCalls(2),
};
