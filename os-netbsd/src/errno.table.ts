import type { Errno } from '@anyuser/core';
import { COMMON_ERRNO } from '@anyuser/os-bsd';

/** NetBSD's error numbers (sys/errno.h). */
export const ERRNO: Readonly<Record<Errno, number>> & Readonly<Record<string, number>> = {
  ...COMMON_ERRNO,
  EDUPFD: -5,
  EPASSTHROUGH: -4,
  ERESTART: -3,
  EJUSTRETURN: -2,
  EIDRM: 82,
  ENOMSG: 83,
  EOVERFLOW: 84,
  EILSEQ: 85,
  ENOTSUP: 86,
  ECANCELED: 87,
  EBADMSG: 88,
  ENODATA: 89,
  ENOSR: 90,
  ENOSTR: 91,
  ETIME: 92,
  ENOATTR: 93,
  EMULTIHOP: 94,
  ENOLINK: 95,
  ELAST: 96,
  EPROTO: 96,
  /** Absent here: what callers get instead. */
  EOWNERDEAD: 22,
  /** Absent here: what callers get instead. */
  ENOTRECOVERABLE: 22,
};
