import { AllocateFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { RegularFile } from '../kernel/regular-file';
import { fd, flags, off } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { writable } from './transfer';

/** fallocate(2): reserves room, makes holes, fills with zeroes (fs/open.c). */
export const fallocate = defineSyscall({
  name: 'fallocate',
  args: { fd, mode: flags('fallocate', { strict: true }), offset: off, len: off },
  run(t, { fd: number, mode, offset, len }) {
    const file = writable(t, number);
    if (offset < 0 || len <= 0) throw errno('EINVAL');
    if (!(file instanceof RegularFile)) throw errno(file.path.startsWith('pipe:') ? 'ESPIPE' : 'ENODEV');
    const keep = (mode & AllocateFlag.FALLOC_FL_KEEP_SIZE) !== 0;
    if (mode & AllocateFlag.FALLOC_FL_PUNCH_HOLE) {
      if (!keep) throw errno('EOPNOTSUPP');
      file.allocate('punch', true, offset, len);
      return;
    }
    if (mode & ~(AllocateFlag.FALLOC_FL_KEEP_SIZE | AllocateFlag.FALLOC_FL_ZERO_RANGE))
      throw errno('EOPNOTSUPP');
    if (mode & AllocateFlag.FALLOC_FL_ZERO_RANGE) file.allocate('punch', true, offset, len);
    file.allocate('reserve', keep, offset, len);
  },
});
