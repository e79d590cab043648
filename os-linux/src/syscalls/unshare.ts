import { defineSyscall, errno, flags } from '@anyuser/core';
import { FLAG_VALUES } from '../flags.table';

const { CLONE_FS, CLONE_FILES } = FLAG_VALUES.clone;

/** Leaves off sharing; namespaces need a privilege that the guest has not. */
export const unshare = defineSyscall({
  name: 'unshare',
  args: { flags: flags('clone') },
  run(thread, { flags: what }) {
    if ((what & ~(CLONE_FS | CLONE_FILES)) !== 0) throw errno('EPERM');
    const { process } = thread;
    if ((what & CLONE_FS) !== 0) process.fs = { ...process.fs };
    if ((what & CLONE_FILES) !== 0) {
      const own = process.files.clone();
      process.files.release();
      process.files = own;
    }
  },
});
