import type { Errno } from '@anyuser/core';
import { COMMON_ERRNO } from '@anyuser/os-bsd';

/** OpenBSD's error numbers (sys/errno.h). */
export const ERRNO: Readonly<Record<Errno, number>> & Readonly<Record<string, number>> = {
  ...COMMON_ERRNO,
  ENDRUNDISC: 9,
  EIPSEC: 82,
  ENOATTR: 83,
  EILSEQ: 84,
  ENOMEDIUM: 85,
  EMEDIUMTYPE: 86,
  EOVERFLOW: 87,
  ECANCELED: 88,
  ENOMSG: 90,
  ENOTSUP: 91,
  EBADMSG: 92,
  ENOTRECOVERABLE: 93,
  EOWNERDEAD: 94,
  ELAST: 95,
  EPROTO: 95,
  EIDRM: 89,
  /** Absent here: what callers get instead. */
  ENODATA: 22,
};
