import { OpenFlag, TransferFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { fd, flags, int, off, ptr } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { readAt, writeAt } from './file';
import { readable, readIovec, readVector, writable, writeVector } from './transfer';

/** Offsets of the vector forms come as low and high word on every port, never as an aligned pair (fs/read_write.c). */
export const splitOffset = { ...off, width: 'low-high' } as const;
const transferFlags = flags('rwf', { strict: true, refusal: 'EOPNOTSUPP' });
const vector = { fd, iov: ptr, iovcnt: int, offset: splitOffset };

/** What preadv2 and pwritev2 understand; RWF_HIPRI and the sync flags ask for what happens anyway. */
const KNOWN =
  TransferFlag.RWF_HIPRI |
  TransferFlag.RWF_DSYNC |
  TransferFlag.RWF_SYNC |
  TransferFlag.RWF_NOWAIT |
  TransferFlag.RWF_APPEND;

/** preadv2 and pwritev2: at an offset, or at the file's own where it is -1. */
export const preadv2 = defineSyscall({
  name: 'preadv2',
  args: { ...vector, flags: transferFlags },
  run(t, { fd: number, iov, iovcnt, offset: at, flags: how }) {
    if (how & ~KNOWN) throw errno('EOPNOTSUPP');
    const file = readable(t, number);
    const extents = readIovec(t, iov, iovcnt);
    return at === -1 ? readVector(t, file, extents) : readAt(t, file, extents, at);
  },
});
export const pwritev2 = defineSyscall({
  name: 'pwritev2',
  args: { ...vector, flags: transferFlags },
  run(t, { fd: number, iov, iovcnt, offset: at, flags: how }) {
    if (how & ~KNOWN) throw errno('EOPNOTSUPP');
    const file = writable(t, number);
    const extents = readIovec(t, iov, iovcnt);
    const { flags: before } = file;
    if (how & TransferFlag.RWF_APPEND) file.flags |= OpenFlag.O_APPEND;
    try {
      return at === -1 ? writeVector(t, file, extents) : writeAt(t, file, extents, at);
    } finally {
      file.flags = before;
    }
  },
});
