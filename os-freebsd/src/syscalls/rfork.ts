import {
  defineSyscall,
  errno,
  forkProcess,
  reaperOf,
  reparent,
  signalOf,
  startChild,
  type Thread,
  waitForMemory,
  word,
} from '@anyuser/core';
import { FLAG_VALUES } from '../flags.table';
import { joinPeers } from '../process-controls';

const RF = FLAG_VALUES['rfork']!;
/** RFFLAGS without the kernel's own and RFSPAWN, and the signal number above them (sys/unistd.h). */
const KNOWN = 0x0ff9_7074;

/** What a process that forks nothing does to itself: it leaves off sharing its descriptors, or closes them. */
function divorce(t: Thread, has: (flag: string) => boolean): void {
  if (has('RFCFDG')) for (const number of [...t.files.open]) t.files.close(number);
  if (!has('RFFDG')) return;
  const { process } = t;
  const own = process.files.clone(() => process.limits.get('RLIMIT_NOFILE')?.soft ?? 1024);
  process.files.release();
  process.files = own;
}

/** A child in the caller's memory that the caller waits for, with no signal caught (posix_spawn's way). */
async function spawn(t: Thread): Promise<number> {
  const child = forkProcess(t, { shareMemory: true });
  child.process.resetActions();
  startChild(child);
  await waitForMemory(t, child.process);
  return child.process.pid;
}

/** rfork(flags): a fork that says what is shared (sys/kern/kern_fork.c, sys_rfork and fork1). */
export const rfork = defineSyscall({
  name: 'rfork',
  args: { flags: word },
  run(t, { flags: how }) {
    if (how === RF['RFSPAWN']) return spawn(t);
    const has = (flag: string): boolean => (how & RF[flag]!) !== 0;
    const number = (how >>> 20) & 0xff;
    const signal = signalOf(t.abi, number);
    if ((how & ~KNOWN) !== 0 || (has('RFFDG') && has('RFCFDG'))) throw errno('EINVAL');
    if (number !== 0 && (!has('RFTSIGZMB') || signal === undefined)) throw errno('EINVAL');
    if (!has('RFPROC')) {
      divorce(t, has);
      return 0;
    }
    const shares = !has('RFFDG') && !has('RFCFDG');
    const child = forkProcess(t, {
      shareMemory: has('RFMEM'),
      shareFiles: shares,
      shareFs: shares,
      shareHandlers: has('RFSIGSHARE'),
    });
    const { process } = child;
    if (has('RFCFDG')) for (const open of [...child.files.open]) child.files.close(open);
    if (has('RFTHREAD')) joinPeers(t.process, process);
    if (has('RFLINUXTHPN') || has('RFTSIGZMB')) {
      process.hidden = true;
      process.exitSignal = has('RFLINUXTHPN') ? 'SIGUSR1' : signal;
    }
    if (has('RFNOWAIT')) reparent(process, reaperOf(t.process));
    startChild(child);
    return process.pid;
  },
});
