import { buffer, defineSyscall, errno, int, ptr, size } from '@anyuser/core';

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
