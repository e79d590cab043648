import type { Credentials } from '../kernel/credentials';
import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { int, outInt, ptr, uint } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';

/** -1: leave the id as it is. */
const KEEP = 0xffff_ffff;

const change = (t: Thread, by: Partial<Credentials>): void => {
  t.process.credentials = { ...t.process.credentials, ...by };
};
const privileged = (t: Thread): boolean => t.process.credentials.euid === 0;
const need = (t: Thread, allowed: readonly number[], ...wanted: readonly number[]): void => {
  if (!privileged(t) && wanted.some((id) => id !== KEEP && !allowed.includes(id))) throw errno('EPERM');
};
const or = (id: number, old: number): number => (id === KEEP ? old : id);

export const getuid = defineSyscall({ name: 'getuid', args: {}, run: (t) => t.process.credentials.uid });
export const geteuid = defineSyscall({ name: 'geteuid', args: {}, run: (t) => t.process.credentials.euid });
export const getgid = defineSyscall({ name: 'getgid', args: {}, run: (t) => t.process.credentials.gid });
export const getegid = defineSyscall({ name: 'getegid', args: {}, run: (t) => t.process.credentials.egid });

export const setuid = defineSyscall({
  name: 'setuid',
  args: { uid: uint },
  run(t, { uid }) {
    if (uid === KEEP) throw errno('EINVAL');
    const old = t.process.credentials;
    need(t, [old.uid, old.suid], uid);
    if (privileged(t)) change(t, { uid, euid: uid, suid: uid, fsuid: uid });
    else change(t, { euid: uid, fsuid: uid });
  },
});
export const setgid = defineSyscall({
  name: 'setgid',
  args: { gid: uint },
  run(t, { gid }) {
    if (gid === KEEP) throw errno('EINVAL');
    const old = t.process.credentials;
    need(t, [old.gid, old.sgid], gid);
    if (privileged(t)) change(t, { gid, egid: gid, sgid: gid, fsgid: gid });
    else change(t, { egid: gid, fsgid: gid });
  },
});

export const setreuid = defineSyscall({
  name: 'setreuid',
  args: { ruid: uint, euid: uint },
  run(t, { ruid, euid }) {
    const old = t.process.credentials;
    need(t, [old.uid, old.euid], ruid);
    need(t, [old.uid, old.euid, old.suid], euid);
    const uid = or(ruid, old.uid);
    const effective = or(euid, old.euid);
    const saves = ruid !== KEEP || (euid !== KEEP && effective !== old.uid);
    change(t, { uid, euid: effective, fsuid: effective, suid: saves ? effective : old.suid });
  },
});
export const setregid = defineSyscall({
  name: 'setregid',
  args: { rgid: uint, egid: uint },
  run(t, { rgid, egid }) {
    const old = t.process.credentials;
    need(t, [old.gid, old.egid], rgid);
    need(t, [old.gid, old.egid, old.sgid], egid);
    const gid = or(rgid, old.gid);
    const effective = or(egid, old.egid);
    const saves = rgid !== KEEP || (egid !== KEEP && effective !== old.gid);
    change(t, { gid, egid: effective, fsgid: effective, sgid: saves ? effective : old.sgid });
  },
});

export const setresuid = defineSyscall({
  name: 'setresuid',
  args: { ruid: uint, euid: uint, suid: uint },
  run(t, { ruid, euid, suid }) {
    const old = t.process.credentials;
    need(t, [old.uid, old.euid, old.suid], ruid, euid, suid);
    const effective = or(euid, old.euid);
    change(t, { uid: or(ruid, old.uid), euid: effective, suid: or(suid, old.suid), fsuid: effective });
  },
});
export const setresgid = defineSyscall({
  name: 'setresgid',
  args: { rgid: uint, egid: uint, sgid: uint },
  run(t, { rgid, egid, sgid }) {
    const old = t.process.credentials;
    need(t, [old.gid, old.egid, old.sgid], rgid, egid, sgid);
    const effective = or(egid, old.egid);
    change(t, { gid: or(rgid, old.gid), egid: effective, sgid: or(sgid, old.sgid), fsgid: effective });
  },
});

export const getresuid = defineSyscall({
  name: 'getresuid',
  args: { ruid: outInt, euid: outInt, suid: outInt },
  run(t, { ruid, euid, suid }) {
    const own = t.process.credentials;
    ruid.set(own.uid);
    euid.set(own.euid);
    suid.set(own.suid);
  },
});
export const getresgid = defineSyscall({
  name: 'getresgid',
  args: { rgid: outInt, egid: outInt, sgid: outInt },
  run(t, { rgid, egid, sgid }) {
    const own = t.process.credentials;
    rgid.set(own.gid);
    egid.set(own.egid);
    sgid.set(own.sgid);
  },
});

/** Returns the old id, and changes nothing where it may not. */
export const setfsuid = defineSyscall({
  name: 'setfsuid',
  args: { fsuid: uint },
  run(t, { fsuid }) {
    const { uid, euid, suid, fsuid: old } = t.process.credentials;
    if (privileged(t) || [uid, euid, suid, old].includes(fsuid)) change(t, { fsuid });
    return old;
  },
});
export const setfsgid = defineSyscall({
  name: 'setfsgid',
  args: { fsgid: uint },
  run(t, { fsgid }) {
    const { gid, egid, sgid, fsgid: old } = t.process.credentials;
    if (privileged(t) || [gid, egid, sgid, old].includes(fsgid)) change(t, { fsgid });
    return old;
  },
});

const MOST_GROUPS = 65_536;

/** What a 16-bit call shows of an id that does not fit (include/linux/highuid.h). */
export const OVERFLOW_ID = 65_534;

/** getgroups and setgroups with ids of 4 bytes, or of 2 as Linux once had. */
export const groupCalls = (
  bytes: 2 | 4,
): { readonly getgroups: SyscallDefinition; readonly setgroups: SyscallDefinition } => ({
  getgroups: defineSyscall({
    name: 'getgroups',
    args: { size: int, list: ptr },
    run(t, { size, list }) {
      const { groups } = t.process.credentials;
      if (size < 0 || (size > 0 && size < groups.length)) throw errno('EINVAL');
      if (size > 0)
        for (const [i, gid] of groups.entries())
          if (bytes === 4) t.mem.setU32(list + 4 * i, gid);
          else t.mem.setU16(list + 2 * i, gid > 0xffff ? OVERFLOW_ID : gid);
      return groups.length;
    },
  }),
  setgroups: defineSyscall({
    name: 'setgroups',
    args: { size: uint, list: ptr },
    run(t, { size, list }) {
      if (!privileged(t)) throw errno('EPERM');
      if (size > MOST_GROUPS) throw errno('EINVAL');
      const at = (i: number): number => (bytes === 4 ? t.mem.u32(list + 4 * i) : t.mem.u16(list + 2 * i));
      change(t, { groups: Array.from({ length: size }, (_, i) => at(i)) });
    },
  }),
});
export const { getgroups, setgroups } = groupCalls(4);
