import { errno } from '../kernel/errno';
import { Profile } from '../kernel/profile';
import { ptr, size, uint, word } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';

/** Counters as many as bytes of code: 1 with 16 bits behind the point. */
const MOST_SCALE = 0x1_0000;

/** profil(samples, size, offset, scale): counts where the process is at each tick; a scale of 0 ends it (sys/kern/subr_prof.c). */
export const profil = defineSyscall({
  name: 'profil',
  args: { samples: ptr, size, offset: word, scale: uint },
  run({ process }, { samples, size: bytes, offset, scale }) {
    if (scale > MOST_SCALE) throw errno('EINVAL');
    const buffer = { samples, size: bytes, offset: offset >>> 0, scale };
    process.profile = scale === 0 ? undefined : new Profile(process, buffer);
  },
});
