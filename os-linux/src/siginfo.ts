import type { SiginfoLayout } from '@anyuser/core';

/** Bytes of siginfo_t. */
export const SIGINFO_SIZE = 128;

/** The union member that a signal and its code select (include/uapi/asm-generic/siginfo.h). */
const words: SiginfoLayout['words'] = (info, status) => {
  const { signal, code, pid, uid, value, address, trap, timerId, overrun, band } = info;
  const sender = [pid, uid, value];
  if (code === 'SI_TIMER') return [timerId, overrun, value];
  if (code === 'SI_QUEUE' || code === 'SI_MESGQ') return sender;
  if (code === 'SI_USER' || code === 'SI_TKILL' || code === 'SI_KERNEL')
    return address !== undefined ? [address] : sender;
  if (band !== undefined) return [band, info.fd];
  if (signal === 'SIGCHLD') return [pid, uid, status, info.utime, info.stime];
  if (signal === 'SIGSYS') return [address, info.syscall, value];
  return address !== undefined ? [address, trap] : sender;
};

/** siginfo_t of a 32-bit cell: three words, then the union; MIPS has si_code before si_errno. */
export const siginfo: SiginfoLayout = { size: SIGINFO_SIZE, errno: 4, code: 8, data: 12, words };
export const siginfoMips: SiginfoLayout = { ...siginfo, errno: 8, code: 4 };
