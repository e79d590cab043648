import type { Errno } from '@anyuser/core';
import { COMMON_ERRNO } from '@anyuser/os-bsd';

/** FreeBSD's error numbers (sys/errno.h). */
export const ERRNO: Readonly<Record<Errno, number>> & Readonly<Record<string, number>> = {
  ...COMMON_ERRNO,
  ENOTSUP: 45,
  EIDRM: 82,
  ENOMSG: 83,
  EOVERFLOW: 84,
  ECANCELED: 85,
  EILSEQ: 86,
  ENOATTR: 87,
  EDOOFUS: 88,
  EBADMSG: 89,
  EMULTIHOP: 90,
  ENOLINK: 91,
  EPROTO: 92,
  ENOTCAPABLE: 93,
  ECAPMODE: 94,
  ENOTRECOVERABLE: 95,
  EOWNERDEAD: 96,
  ELAST: 97,
  /** Absent here: what callers get instead. */
  ENODATA: 87,
};
