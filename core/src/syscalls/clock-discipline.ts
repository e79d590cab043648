import { structCodec } from '../abi/codecs';
import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { choice, out, ptr } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { toTimespec, toTimeval } from './time';

/** What a kernel says of its clock before anything disciplines it (sys/kern/kern_ntptime.c of FreeBSD and NetBSD): microseconds. */
const BOUNDS = { maxerror: 500_000, esterror: 500_000 };
/** Most by which a frequency may be off, in parts per million with 16 bits behind the point (MAXFREQ * SCALE_PPM). */
const TOLERANCE = 500_000 * 65;
const STA_UNSYNC = 0x40;
const TIME_ERROR = 5;

/** ntp_gettime(ntv): the time and how far it may be off; the clock is the host's, and nobody here knows how good it is. */
export const ntpGettime = (name: string, struct: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { ntv: out(struct) },
    run(t, { ntv }) {
      const now = t.kernel.now('realtime');
      const time = { ...toTimespec(now), ...toTimeval(now) };
      ntv.set({ time, ...BOUNDS, tai: 0, time_state: TIME_ERROR });
      return TIME_ERROR;
    },
  });

/** ntp_adjtime(tp): what is known of the clock. To change it is the machine's owner's. @throws KernelError EPERM */
export const ntp_adjtime = defineSyscall({
  name: 'ntp_adjtime',
  args: { tp: ptr },
  run(t, { tp }) {
    const codec = structCodec(t.abi, 'timex');
    if (codec.read(t.mem, tp)['modes'] !== 0) throw errno('EPERM');
    codec.write(t.mem, tp, { ...BOUNDS, status: STA_UNSYNC, precision: 1, tolerance: TOLERANCE });
    return TIME_ERROR;
  },
});

/** What Linux's kernel says of its clock before anything disciplines it (kernel/time/ntp.c). */
const UNDISCIPLINED = {
  maxerror: 16_000_000,
  esterror: 16_000_000,
  status: STA_UNSYNC,
  constant: 2,
  precision: 1,
  tolerance: 32_768_000,
  tick: 10_000,
} as const;
/** adjtime's old form, asking for what is left to do. */
const ADJ_OFFSET_SS_READ = 0xa001;

function askClock(t: Thread, address: number, struct: string): number {
  const codec = structCodec(t.abi, struct);
  const modes = Number(codec.read(t.mem, address)['modes']);
  if (modes !== 0 && modes !== ADJ_OFFSET_SS_READ) throw errno('EPERM');
  codec.write(t.mem, address, { modes, ...UNDISCIPLINED, time: toTimeval(t.kernel.now('realtime')) });
  return TIME_ERROR;
}

/** adjtimex(tx): what is known of the clock, and the time. To change it is the machine's owner's. @throws KernelError EPERM */
export const adjtimex = defineSyscall({
  name: 'adjtimex',
  args: { tx: ptr },
  run: (t, { tx }) => askClock(t, tx, 'timex'),
});
/** clock_adjtime(clock, tx), with the cell's struct: of the calendar clock alone. @throws KernelError EOPNOTSUPP, EPERM */
export const clockAdjtime = (name: string, struct: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { which: choice('clock'), tx: ptr },
    run(t, { which, tx }) {
      if (which !== 'CLOCK_REALTIME') throw errno('EOPNOTSUPP');
      return askClock(t, tx, struct);
    },
  });
