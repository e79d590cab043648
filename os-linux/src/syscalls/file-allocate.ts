import { defineSyscall, errno, fd, flags, off, RegularFile, writable } from '@anyuser/core';
import { FLAG_VALUES } from '../flags.table';

const F = FLAG_VALUES.fallocate;

export const fallocate = defineSyscall({
  name: 'fallocate',
  args: { fd, mode: flags('fallocate', { strict: true }), offset: off, len: off },
  run(t, { fd: number, mode, offset, len }) {
    const file = writable(t, number);
    if (offset < 0 || len <= 0) throw errno('EINVAL');
    if (!(file instanceof RegularFile)) throw errno(file.path.startsWith('pipe:') ? 'ESPIPE' : 'ENODEV');
    const keep = (mode & F.FALLOC_FL_KEEP_SIZE) !== 0;
    if (mode & F.FALLOC_FL_PUNCH_HOLE) {
      if (!keep) throw errno('EOPNOTSUPP');
      file.allocate('punch', true, offset, len);
      return;
    }
    if (mode & ~(F.FALLOC_FL_KEEP_SIZE | F.FALLOC_FL_ZERO_RANGE)) throw errno('EOPNOTSUPP');
    if (mode & F.FALLOC_FL_ZERO_RANGE) file.allocate('punch', true, offset, len);
    file.allocate('reserve', keep, offset, len);
  },
});
