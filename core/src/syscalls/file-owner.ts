import { structCodec } from '../abi/codecs';
import { OpenFlag } from '../abi/flags';
import { requireSignal } from '../abi/signal-numbers';
import { type NoticeOwner, noticeOf } from '../kernel/async-notice';
import { DirectoryFile } from '../kernel/directory-file';
import { errno } from '../kernel/errno';
import { RegularFile } from '../kernel/regular-file';
import type { Thread } from '../kernel/thread';

/** O_ASYNC and F_SETFL, FIOASYNC: without effect on files that are always ready, as `fasync` is absent there. */
export function setAsync(t: Thread, number: number, on: boolean): void {
  const file = t.files.get(number);
  if (file instanceof RegularFile || file instanceof DirectoryFile) return;
  const notice = noticeOf(t.kernel, file);
  if (on) notice.start(number, t.abi);
  else notice.stop();
  file.flags = on ? file.flags | OpenFlag.O_ASYNC : file.flags & ~OpenFlag.O_ASYNC;
}

/** The owner as F_SETOWN gives it: a process, or a group by its negative. @throws ESRCH, EINVAL */
export function setOwner(t: Thread, number: number, pid: number): void {
  if (pid === -0x8000_0000) throw errno('EINVAL');
  assign(t, number, pid === 0 ? undefined : { kind: pid > 0 ? 'process' : 'group', id: Math.abs(pid) });
}
/** The owner as F_GETOWN and FIOGETOWN give it; 0 without. */
export function ownerNumber(t: Thread, number: number): number {
  const { owner } = noticeOf(t.kernel, t.files.get(number));
  if (owner === undefined || !exists(t, owner)) return 0;
  return owner.kind === 'group' ? -owner.id : owner.id;
}

const KINDS = { F_OWNER_TID: 'thread', F_OWNER_PID: 'process', F_OWNER_PGRP: 'group' } as const;

/** F_SETOWN_EX and F_GETOWN_EX with struct f_owner_ex at an address, F_SETSIG and F_GETSIG. @throws EINVAL for other commands */
export function ownerCommand(t: Thread, number: number, command: string, argument: number): number {
  const notice = noticeOf(t.kernel, t.files.get(number));
  const types = t.abi.enums['ownerType'];
  switch (command) {
    case 'F_GETSIG':
      return notice.signal === undefined ? 0 : t.abi.signals[notice.signal]!;
    case 'F_SETSIG':
      notice.signal = argument === 0 ? undefined : requireSignal(t.abi, argument | 0);
      return 0;
    case 'F_SETOWN_EX': {
      const { type, pid } = structCodec(t.abi, 'f_owner_ex').read(t.mem, argument);
      const kind = KINDS[types?.name(Number(type)) as keyof typeof KINDS];
      if (kind === undefined) throw errno('EINVAL');
      assign(t, number, Number(pid) === 0 ? undefined : { kind, id: Number(pid) });
      return 0;
    }
    case 'F_GETOWN_EX': {
      const kind = notice.owner?.kind ?? 'process';
      const name = Object.entries(KINDS).find(([, each]) => each === kind)![0];
      const pid = notice.owner !== undefined && exists(t, notice.owner) ? notice.owner.id : 0;
      structCodec(t.abi, 'f_owner_ex').write(t.mem, argument, { type: types!.value(name)!, pid });
      return 0;
    }
    default:
      throw errno('EINVAL');
  }
}

function exists({ kernel }: Thread, { kind, id }: NoticeOwner): boolean {
  if (kind === 'group') return kernel.group(id).length > 0;
  return kind === 'process' ? kernel.processes.has(id) : kernel.thread(id) !== undefined;
}

function assign(t: Thread, number: number, owner: NoticeOwner | undefined): void {
  if (owner !== undefined && !exists(t, owner)) throw errno('ESRCH');
  noticeOf(t.kernel, t.files.get(number)).owner = owner;
}
