import { errno } from '../kernel/errno';
import { robustListOf, setRobustList } from '../kernel/robust-list';
import { ptr, size, word } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';

/** Bytes of the list's head: three words. */
const HEAD_SIZE = 12;

/** set_robust_list (Linux; NetBSD 10 as __futex_set_robust_list). */
export const set_robust_list = defineSyscall({
  name: 'set_robust_list',
  args: { head: ptr, len: size },
  run(t, { head, len }) {
    if (len !== HEAD_SIZE) throw errno('EINVAL');
    setRobustList(t, head);
  },
});

/** get_robust_list, of a thread of the caller's own process; 0 for the caller. */
export const get_robust_list = defineSyscall({
  name: 'get_robust_list',
  args: { pid: word, head_ptr: ptr, len_ptr: ptr },
  run(t, { pid, head_ptr, len_ptr }) {
    const target = pid === 0 ? t : [...t.process.threads].find(({ tid }) => tid === pid);
    if (target === undefined) throw errno(t.kernel.processes.has(pid) ? 'EPERM' : 'ESRCH');
    t.mem.setU32(len_ptr, HEAD_SIZE);
    t.mem.setU32(head_ptr, robustListOf(target));
  },
});
