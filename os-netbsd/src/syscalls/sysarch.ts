import { defineSyscall, errno, int, ptr } from '@anyuser/core';

const ARM_SYNC_ICACHE = 0;
const ARM_DRAIN_WRITEBUF = 1;
const MIPS_CACHEFLUSH = 0;
const MIPS_CACHECTL = 1;

/** sysarch(op, parms): caches follow memory by themselves; what else an operation asks for is refused. */
const cachesOnly = (...known: readonly number[]) =>
  defineSyscall({
    name: 'sysarch',
    args: { op: int, parms: ptr },
    run(_t, { op }) {
      if (!known.includes(op)) throw errno('EINVAL');
    },
  });

/** sys/arch/arm/arm/sys_machdep.c */
export const armSysarch = cachesOnly(ARM_SYNC_ICACHE, ARM_DRAIN_WRITEBUF);
/** sys/arch/mips/mips/sys_machdep.c */
export const mipsSysarch = cachesOnly(MIPS_CACHEFLUSH, MIPS_CACHECTL);
