import { errno } from '../kernel/errno';
import type { SyscallDefinition } from '../syscall/define';

/** A stat call whose struct has words for size and inode: what does not fit is EOVERFLOW (fs/stat.c, cp_new_stat). */
export function narrowStatus(base: SyscallDefinition): SyscallDefinition {
  return {
    ...base,
    run(t, args) {
      const st = args['st'] as { set(value: Readonly<Record<string, unknown>>): void };
      const checked = {
        ...st,
        set(value: Readonly<Record<string, unknown>>) {
          if (
            t.abi.data.word === 4 &&
            (Number(value['st_size']) > 0x7fff_ffff || Number(value['st_ino']) > 0xffff_ffff)
          )
            throw errno('EOVERFLOW');
          st.set(value);
        },
      };
      return base.run(t, { ...args, st: checked } as never);
    },
  };
}
