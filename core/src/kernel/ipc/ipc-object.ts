import type { Credentials } from '../credentials';
import { errno } from '../errno';
import type { Thread } from '../thread';

/** Owner and permissions of a System V IPC object (struct ipc_perm). */
export interface IpcPermissions {
  key: number;
  uid: number;
  gid: number;
  readonly cuid: number;
  readonly cgid: number;
  /** The nine permission bits. */
  mode: number;
}

/** What message queues, semaphore sets and shared segments have in common. */
export interface IpcObject {
  readonly permissions: IpcPermissions;
  /** Seconds since 1970 at which it was made or last changed by IPC_SET. */
  changed: number;
  /** Whether IPC_RMID has taken it away; whoever sleeps on it gets EIDRM. */
  removed: boolean;
}

/** Bits of an access that is asked for, as in one digit of a mode. */
export const IpcAccess = { read: 4, write: 2 } as const;

const isOwner = ({ euid }: Credentials, { uid, cuid }: IpcPermissions): boolean =>
  euid === 0 || euid === uid || euid === cuid;

/** @throws EACCES unless the thread may access the object so (ipcperms of ipc/util.c) */
export function checkAccess(t: Thread, { permissions }: IpcObject, access: number): void {
  const { credentials } = t.process;
  if (credentials.euid === 0) return;
  const { gid, cgid, mode } = permissions;
  const member = [credentials.egid, ...credentials.groups].some((id) => id === gid || id === cgid);
  const granted = isOwner(credentials, permissions) ? mode >>> 6 : member ? mode >>> 3 : mode;
  if ((access & ~granted & 7) !== 0) throw errno('EACCES');
}

/** @throws EPERM unless the thread's user owns or made the object */
export function checkOwner(t: Thread, { permissions }: IpcObject): void {
  if (!isOwner(t.process.credentials, permissions)) throw errno('EPERM');
}

/** Seconds since 1970. */
export const seconds = (t: Thread): number => Number(t.kernel.now('realtime') / 1_000_000_000n);
