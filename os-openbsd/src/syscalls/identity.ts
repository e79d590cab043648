import {
  buffer,
  defineSyscall,
  encodeText,
  errno,
  int,
  ptr,
  setresgid,
  setresuid,
  size,
  uint,
} from '@anyuser/core';

const MOST_RANDOM = 256;

/** getentropy(buf, nbyte): at most 256 bytes (sys/dev/rnd.c). */
export const getentropy = defineSyscall({
  name: 'getentropy',
  args: { buf: ptr, nbyte: size },
  run(t, { buf, nbyte }) {
    if (nbyte > MOST_RANDOM) throw errno('EIO');
    t.kernel.random(t.mem.writable(buf, nbyte));
  },
});

/** The user's name as setlogin would have left it: the environment's, since the host has sessions of its own. */
export const getlogin_r = defineSyscall({
  name: 'getlogin_r',
  args: { namebuf: ptr, namelen: size },
  run(t, { namebuf, namelen }) {
    const { environment, user } = t.kernel.host;
    const name = encodeText(
      `${environment['LOGNAME'] ?? environment['USER'] ?? (user.uid === 0 ? 'root' : '')}\0`,
    );
    if (name.length > namelen) throw errno('ERANGE');
    t.mem.write(namebuf, name);
  },
});

export const issetugid = defineSyscall({
  name: 'issetugid',
  args: {},
  run({ process: { credentials } }) {
    const { uid, euid, gid, egid } = credentials;
    return uid !== euid || gid !== egid ? 1 : 0;
  },
});

const UNCHANGED = 0xffff_ffff;

export const seteuid = defineSyscall({
  name: 'seteuid',
  args: { euid: uint },
  run: (t, { euid }) => setresuid.run(t, { ruid: UNCHANGED, euid, suid: UNCHANGED } as never),
});
export const setegid = defineSyscall({
  name: 'setegid',
  args: { egid: uint },
  run: (t, { egid }) => setresgid.run(t, { rgid: UNCHANGED, egid, sgid: UNCHANGED } as never),
});

const LOG_CONS = 2;

/** sendsyslog(buf, nbyte, flags): no syslogd listens; the console gets what asks for it (sys/kern/subr_log.c). */
export const sendsyslog = defineSyscall({
  name: 'sendsyslog',
  args: { buf: buffer('in', 'nbyte'), nbyte: size, flags: int },
  run(t, { buf, nbyte, flags }) {
    const line = t.mem.bytes(buf, nbyte).slice();
    if ((flags & LOG_CONS) === 0) throw errno('ENOTCONN');
    t.kernel.console(`${new TextDecoder('latin1').decode(line).replace(/^<\d+>/, '')}\n`);
  },
});

/** There is one routing table. */
export const getrtable = defineSyscall({ name: 'getrtable', args: {}, run: () => 0 });
export const setrtable = defineSyscall({
  name: 'setrtable',
  args: { rtableid: int },
  run(_t, { rtableid }) {
    if (rtableid !== 0) throw errno('EINVAL');
  },
});
