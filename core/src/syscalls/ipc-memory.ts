import { structCodec } from '../abi/codecs';
import { IpcFlag, ProtFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { ipcOf } from '../kernel/ipc/ipc';
import { checkAccess, checkOwner, IpcAccess, seconds } from '../kernel/ipc/ipc-object';
import { MOST_SEGMENTS, SharedSegment } from '../kernel/ipc/shared-segment';
import type { Thread } from '../kernel/thread';
import { pageUp } from '../memory/address-space';
import { PAGE_SIZE } from '../memory/layout';
import { flags, int, ptr, size } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { ipcCommand, ipcGetFlags, permissionValue, setPermissions } from './ipc-argument';

export const shmget = defineSyscall({
  name: 'shmget',
  args: { key: int, size, shmflg: ipcGetFlags },
  run(t, { key, size: bytes, shmflg }) {
    const ipc = ipcOf(t.kernel);
    ipc.sweep(t.kernel);
    return ipc.segments.get(
      t,
      { key, ...shmflg },
      (permissions) => {
        if (bytes === 0 || bytes > t.process.space.layout.userTop) throw errno('EINVAL');
        return new SharedSegment(permissions, seconds(t), bytes, t.process.pid);
      },
      (segment) => {
        if (bytes > segment.size) throw errno('EINVAL');
      },
    );
  },
});

/** Addresses of attachments are multiples of a page (SHMLBA of most ports). */
function placeOf(
  address: number,
  how: number,
): { readonly address: number; readonly fixed?: 'noreplace' | 'replace' } {
  if (address === 0) {
    if (how & IpcFlag.SHM_REMAP) throw errno('EINVAL');
    return { address };
  }
  const rest = address % PAGE_SIZE;
  if (rest !== 0 && (how & IpcFlag.SHM_RND) === 0) throw errno('EINVAL');
  return { address: address - rest, fixed: how & IpcFlag.SHM_REMAP ? 'replace' : 'noreplace' };
}

export const shmat = defineSyscall({
  name: 'shmat',
  args: { shmid: int, shmaddr: ptr, shmflg: flags('shm') },
  returns: 'hex',
  run(t, { shmid, shmaddr, shmflg }) {
    const place = placeOf(shmaddr, shmflg);
    const segment = ipcOf(t.kernel).segments.find(shmid);
    const readOnly = (shmflg & IpcFlag.SHM_RDONLY) !== 0;
    checkAccess(t, segment, readOnly ? IpcAccess.read : IpcAccess.read | IpcAccess.write);
    const prot =
      ProtFlag.PROT_READ |
      (readOnly ? 0 : ProtFlag.PROT_WRITE) |
      (shmflg & IpcFlag.SHM_EXEC ? ProtFlag.PROT_EXEC : 0);
    try {
      const at = t.process.space.map({
        ...place,
        length: pageUp(segment.size),
        prot,
        shared: segment.object,
        name: `/SYSV${(segment.permissions.key >>> 0).toString(16).padStart(8, '0')} (deleted)`,
      });
      segment.attached = seconds(t);
      segment.lastPid = t.process.pid;
      return at;
    } catch (error) {
      // Another mapping is there already.
      throw (error as { readonly code?: string }).code === 'EEXIST' ? errno('EINVAL') : error;
    }
  },
});

export const shmdt = defineSyscall({
  name: 'shmdt',
  args: { shmaddr: ptr },
  run(t, { shmaddr }) {
    const { space } = t.process;
    const ipc = ipcOf(t.kernel);
    const first = space.regions.find(shmaddr);
    const segment = ipc.segments.objects.find((each) => first !== undefined && each.begins(first));
    if (segment === undefined || first?.start !== shmaddr) throw errno('EINVAL');
    const end = shmaddr + pageUp(segment.size);
    for (const { start, end: to, shared, offset } of space.regions.within(shmaddr, end))
      if (shared === segment.object && start - shmaddr === offset) space.unmap(start, to - start);
    segment.detached = seconds(t);
    segment.lastPid = t.process.pid;
    ipc.sweep(t.kernel);
  },
});

/** Shown beside the permission bits of a segment that goes with its last attachment. */
const SHM_DEST = 0o1000;

function writeStatus(t: Thread, id: number, segment: SharedSegment, address: number, struct: string): void {
  checkAccess(t, segment, IpcAccess.read);
  const permissions = permissionValue(segment, ipcOf(t.kernel).segments.sequence(id));
  const mode = segment.permissions.mode | (segment.removed ? SHM_DEST : 0);
  structCodec(t.abi, struct).write(t.mem, address, {
    shm_perm: { ...permissions, mode },
    shm_segsz: segment.size,
    shm_atime: segment.attached,
    shm_dtime: segment.detached,
    shm_ctime: segment.changed,
    shm_cpid: segment.creator,
    shm_lpid: segment.lastPid,
    shm_nattch: segment.attachments(t.kernel),
  });
}

/** shmctl under a name of its own, for one layout of struct shmid_ds. */
export const shmctlCall = (name: string, struct: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { shmid: int, cmd: ipcCommand('shmControl'), buf: ptr },
    run(t, { shmid, cmd, buf }) {
      const ipc = ipcOf(t.kernel);
      ipc.sweep(t.kernel);
      const { segments } = ipc;
      switch (cmd) {
        case 'IPC_STAT':
          writeStatus(t, shmid, segments.find(shmid), buf, struct);
          return 0;
        case 'SHM_STAT':
        case 'SHM_STAT_ANY': {
          const { id, object } = segments.at(shmid);
          writeStatus(t, id, object, buf, struct);
          return id;
        }
        case 'IPC_SET':
          setPermissions(t, segments.find(shmid), struct, 'shm_perm', buf);
          return 0;
        case 'IPC_RMID': {
          const segment = segments.find(shmid);
          checkOwner(t, segment);
          // Nobody finds it by its key any more; its number stays until it is detached.
          segment.removed = true;
          segment.permissions.key = 0;
          ipc.sweep(t.kernel);
          return 0;
        }
        case 'SHM_LOCK':
        case 'SHM_UNLOCK':
          // Memory of guests is never paged out by us.
          checkOwner(t, segments.find(shmid));
          return 0;
        case 'IPC_INFO':
          structCodec(t.abi, 'shminfo').write(t.mem, buf, {
            shmmax: t.process.space.layout.userTop,
            shmmin: 1,
            shmmni: MOST_SEGMENTS,
            shmseg: MOST_SEGMENTS,
            shmall: t.process.space.layout.userTop / PAGE_SIZE,
          });
          return segments.highest;
        case 'SHM_INFO': {
          const pages = segments.objects.reduce((sum, each) => sum + pageUp(each.size) / PAGE_SIZE, 0);
          const value = { used_ids: segments.objects.length, shm_tot: pages, shm_rss: pages };
          structCodec(t.abi, 'shm_info').write(t.mem, buf, value);
          return segments.highest;
        }
        default:
          throw errno('EINVAL');
      }
    },
  });
export const shmctl = shmctlCall('shmctl', 'shmid_ds');
