import { defineSyscall, errno, int, ptr } from '@anyuser/core';

/** swapctl's command for how many devices there are, which anyone may give (sys/swap.h). */
export const SWAP_NSWAP = 3;
/** Its command for what of them is in use, which anyone may give too. */
export const SWAP_STATS = 4;

/** swapctl(cmd, arg, misc): nothing is swapped to. */
export const swapctl = defineSyscall({
  name: 'swapctl',
  args: { cmd: int, arg: ptr, misc: int },
  run(_t, { cmd }) {
    if (cmd !== SWAP_NSWAP && cmd !== SWAP_STATS) throw errno('EPERM');
    return 0;
  },
});
