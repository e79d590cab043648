import type { Credentials } from '../credentials';
import type { Stat } from './stat';
import { S_IFDIR, S_IFMT } from './stat';

/** What is wanted of a file: the bits of access(2). */
export const Permission = { execute: 1, write: 2, read: 4 } as const;

/** Whether credentials belong to a group. */
export const inGroup = (credentials: Credentials, gid: number): boolean =>
  credentials.fsgid === gid || credentials.groups.includes(gid);

/** Whether mode bits grant all that is wanted. The superuser lacks only execution of what nobody may execute. */
export function permits(
  stat: Pick<Stat, 'st_mode' | 'st_uid' | 'st_gid'>,
  credentials: Credentials,
  wanted: number,
): boolean {
  if (credentials.fsuid === 0) {
    if ((wanted & Permission.execute) === 0 || (stat.st_mode & S_IFMT) === S_IFDIR) return true;
    return (stat.st_mode & 0o111) !== 0;
  }
  const shift = credentials.fsuid === stat.st_uid ? 6 : inGroup(credentials, stat.st_gid) ? 3 : 0;
  return ((stat.st_mode >> shift) & wanted) === wanted;
}
