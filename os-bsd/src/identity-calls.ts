import {
  choice,
  defineSyscall,
  encodeText,
  errno,
  int,
  ptr,
  size,
  type Thread,
  text,
  uint,
} from '@anyuser/core';

/** Sets one effective id; its saved and real ones stay. @throws EPERM */
const setEffective = (kind: 'uid' | 'gid') =>
  defineSyscall({
    name: `sete${kind}`,
    args: { id: uint },
    run(t, { id }) {
      const old = t.process.credentials;
      const allowed = kind === 'uid' ? [old.uid, old.suid] : [old.gid, old.sgid];
      if (old.euid !== 0 && !allowed.includes(id)) throw errno('EPERM');
      t.process.credentials =
        kind === 'uid' ? { ...old, euid: id, fsuid: id } : { ...old, egid: id, fsgid: id };
    },
  });
export const seteuid = setEffective('uid');
export const setegid = setEffective('gid');

/** issetugid: whether the process took on other ids when it was started; no file here is set-id. */
export const issetugid = defineSyscall({ name: 'issetugid', args: {}, run: () => 0 });

export const getdtablesize = defineSyscall({
  name: 'getdtablesize',
  args: {},
  run: (t) => Math.min(t.process.limits.get('RLIMIT_NOFILE')?.soft ?? 1024, 0x7fff_ffff),
});

/** Names are kept by session. */
const names = new WeakMap<object, Map<number, string>>();
function loginNames(t: Thread): Map<number, string> {
  let found = names.get(t.kernel);
  if (found === undefined) {
    found = new Map();
    names.set(t.kernel, found);
  }
  return found;
}
const MAXLOGNAME = 33;

/** getlogin(namebuf, namelen): the session's login name, empty before setlogin (sys/kern/kern_prot.c). */
export const getlogin = defineSyscall({
  name: 'getlogin',
  args: { namebuf: ptr, namelen: size },
  run(t, { namebuf, namelen }) {
    const name = encodeText(loginNames(t).get(t.process.sid) ?? '');
    const room = Math.min(namelen, MAXLOGNAME);
    if (name.length + 1 > room) throw errno('ERANGE');
    t.mem.write(namebuf, Uint8Array.of(...name, 0));
  },
});
export const setlogin = defineSyscall({
  name: 'setlogin',
  args: { namebuf: text },
  run(t, { namebuf }) {
    if (t.process.credentials.euid !== 0) throw errno('EPERM');
    if (namebuf.length >= MAXLOGNAME) throw errno('EINVAL');
    loginNames(t).set(t.process.sid, namebuf);
  },
});

/** getpriority: the nice value itself, which may be negative. */
export const getpriority = defineSyscall({
  name: 'getpriority',
  args: { which: choice('prio'), who: int },
  run(t, { which, who }) {
    const { kernel, process } = t;
    const all = [...kernel.processes.values()].filter(({ status }) => status === undefined);
    const found =
      which === 'PRIO_PROCESS'
        ? all.filter(({ pid }) => pid === (who === 0 ? process.pid : who))
        : which === 'PRIO_PGRP'
          ? all.filter(({ pgid }) => pgid === (who === 0 ? process.pgid : who))
          : all.filter(({ credentials }) => credentials.uid === (who === 0 ? process.credentials.uid : who));
    if (found.length === 0) throw errno('ESRCH');
    return Math.min(...found.map(({ nice }) => nice));
  },
});

/** utrace(label, addr, len): a record for ktrace, which never looks here (sys/kern/kern_ktrace.c). */
export const utrace = defineSyscall({
  name: 'utrace',
  args: { label: ptr, addr: ptr, len: size },
  run: () => 0,
});
