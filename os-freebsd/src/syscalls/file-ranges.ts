import { defineSyscall, errno, fd, int, ptr, RegularFile, writable } from '@anyuser/core';

const SPACECTL_DEALLOC = 1;

/** fspacectl(fd, cmd, rqsr, flags, rmsr): makes a hole, which reads as zeros (sys/kern/sys_generic.c). */
export const fspacectl = defineSyscall({
  name: 'fspacectl',
  args: { fd, cmd: int, rqsr: ptr, flags: int, rmsr: ptr },
  run(t, { fd: number, cmd, rqsr, flags, rmsr }) {
    const file = writable(t, number);
    const offset = Number(BigInt.asIntN(64, t.mem.u64(rqsr)));
    const length = Number(BigInt.asIntN(64, t.mem.u64(rqsr + 8)));
    if (cmd !== SPACECTL_DEALLOC || flags !== 0 || offset < 0 || length <= 0) throw errno('EINVAL');
    if (!(file instanceof RegularFile)) throw errno('ENODEV');
    const end = Math.min(offset + length, file.stat().st_size);
    if (end > offset) file.allocate('punch', true, offset, end - offset);
    if (rmsr !== 0) {
      t.mem.setU64(rmsr, BigInt(Math.max(offset, end)));
      t.mem.setU64(rmsr + 8, BigInt(offset + length - Math.max(offset, end)));
    }
  },
});
