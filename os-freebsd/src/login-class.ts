import { defineSyscall, encodeText, errno, inheritedValue, ptr, size, text } from '@anyuser/core';

/** Longest name and its NUL (sys/sys/param.h). */
const MAXLOGINNAME = 33;
/** The class that a process runs in. */
export const loginClass = inheritedValue('freebsd login class', 'default');

/** getloginclass(namebuf, namelen) and setloginclass(namebuf) (sys/kern/kern_loginclass.c). */
export const getloginclass = defineSyscall({
  name: 'getloginclass',
  args: { namebuf: ptr, namelen: size },
  run(t, { namebuf, namelen }) {
    const name = encodeText(`${loginClass.of(t.process)}\0`);
    if (name.length > namelen) throw errno('ERANGE');
    t.mem.write(namebuf, name);
  },
});
export const setloginclass = defineSyscall({
  name: 'setloginclass',
  args: { namebuf: text },
  run({ process }, { namebuf }) {
    if (process.credentials.euid !== 0) throw errno('EPERM');
    if (namebuf === '') throw errno('EINVAL');
    if (namebuf.length >= MAXLOGINNAME) throw errno('ENAMETOOLONG');
    loginClass.set(process, namebuf);
  },
});
