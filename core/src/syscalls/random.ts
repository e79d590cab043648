import { buffer, flags, size } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';

/** Most bytes that one call gives (getrandom(2)). */
const MOST = 0x1ff_ffff;
/** Bytes that the host is asked for at once. */
const CHUNK = 65_536;

/** getrandom (Linux, FreeBSD 12): there is always enough randomness, so that its flags ask for what happens anyway. */
export const getrandom = defineSyscall({
  name: 'getrandom',
  args: { buf: buffer('out', 'buflen'), buflen: size, flags: flags('getrandom', { strict: true }) },
  run(t, { buf, buflen }) {
    const length = Math.min(buflen, MOST);
    for (let done = 0; done < length; done += CHUNK)
      t.kernel.random(t.mem.writable(buf + done, Math.min(CHUNK, length - done)));
    return length;
  },
});
