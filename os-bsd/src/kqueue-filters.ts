import {
  errno,
  type FileEvent,
  fileWatchers,
  type OpenFile,
  onRelease,
  PollEvent,
  type Process,
  requireSignal,
  S_IFDIR,
  S_IFREG,
  statusWord,
  type Thread,
} from '@anyuser/core';
import { aioFilter } from './aio-filter';
import type { FileWithEvents, Knote, KnoteOwner, KqueueFilter, Report } from './knote';
import { onProcessEvent } from './process-notes';

/** fflags of the filters, which the BSDs number alike (sys/event.h). */
export const NOTE = {
  LOWAT: 1,
  DELETE: 1,
  WRITE: 2,
  EXTEND: 4,
  ATTRIB: 8,
  LINK: 0x10,
  RENAME: 0x20,
  EXIT: 0x8000_0000,
  FORK: 0x4000_0000,
  EXEC: 0x2000_0000,
  TRACK: 1,
  TRACKERR: 2,
  CHILD: 4,
  TRIGGER: 0x0100_0000,
  FFAND: 0x4000_0000,
  FFOR: 0x8000_0000,
  FFCOPY: 0xc000_0000,
  FFCTRLMASK: 0xc000_0000,
  FFLAGSMASK: 0x00ff_ffff,
} as const;

/** Bytes that a read would give; undefined where a file does not say. */
function available(t: Thread, file: OpenFile): number | undefined {
  let bytes: number | undefined;
  const asking = Object.create(t, {
    mem: { value: { setU32: (_at: number, value: number) => (bytes = value) } },
  });
  try {
    file.ioctl('FIONREAD', 0, asking, t.abi);
  } catch {
    return undefined;
  }
  return bytes;
}

/** EVFILT_READ and EVFILT_WRITE. */
class TransferFilter implements KqueueFilter {
  constructor(private readonly reads: boolean) {}

  /** Who asked, and how to listen to the file again: each wake-up ends it. */
  private readonly asked = new WeakMap<Knote, { readonly thread: Thread; arm(): void }>();

  attach(t: Thread, knote: Knote, owner: KnoteOwner): void {
    const file = t.files.get(knote.event.ident);
    knote.file = file;
    const forget = onRelease(file, () => owner.remove(knote));
    let disarm: (() => void) | undefined;
    const arm = (): void => {
      disarm ??= file.readiness.add(() => {
        disarm = undefined;
        knote.told = false;
        owner.activate(knote);
      });
    };
    this.asked.set(knote, { thread: t, arm });
    arm();
    knote.detach = () => {
      forget();
      disarm?.();
    };
  }

  report(knote: Knote): Report | undefined {
    const file = knote.file!;
    const { thread, arm } = this.asked.get(knote)!;
    arm();
    const now = file.poll();
    const eof =
      (now & (PollEvent.POLLHUP | PollEvent.POLLERR | (this.reads ? PollEvent.POLLRDHUP : 0))) !== 0;
    const ready = (now & (this.reads ? PollEvent.POLLIN : PollEvent.POLLOUT)) !== 0;
    if (!ready && !eof) return undefined;
    if (!this.reads) return { fflags: 0, data: eof ? 0 : 1, eof };
    if (file.node?.type === S_IFREG) {
      const data = file.stat().st_size - file.seek(0, 'SEEK_CUR');
      return data === 0 ? undefined : { fflags: 0, data };
    }
    const data = available(thread, file) ?? 1;
    if (!eof && (knote.event.fflags & NOTE.LOWAT) !== 0 && data < knote.event.data) return undefined;
    return { fflags: 0, data, eof };
  }
}

/** What happens to a file, as EVFILT_VNODE tells it; not every system has all of these. */
const VNODE: Readonly<Record<FileEvent, string>> = {
  access: 'NOTE_READ',
  modify: 'NOTE_WRITE',
  attrib: 'NOTE_ATTRIB',
  'close-write': 'NOTE_CLOSE_WRITE',
  'close-nowrite': 'NOTE_CLOSE',
  open: 'NOTE_OPEN',
  'moved-from': 'NOTE_WRITE',
  'moved-to': 'NOTE_WRITE',
  create: 'NOTE_WRITE',
  delete: 'NOTE_WRITE',
  'delete-self': 'NOTE_DELETE',
  'move-self': 'NOTE_RENAME',
};

/** Events of a directory's listeners that change the directory itself. */
const ENTRY_EVENTS: readonly FileEvent[] = ['create', 'delete', 'moved-from', 'moved-to'];
/** The files of knotes, their sizes when they were looked at last, and the system's bit for one that shrank. */
const watchedFiles = new WeakMap<Knote, OpenFile>();
const sizes = new WeakMap<Knote, { readonly size: number; readonly truncated: number }>();

const vnode: KqueueFilter = {
  attach(t, knote, owner) {
    const file = t.files.get(knote.event.ident);
    const { node } = file;
    if (node === undefined) throw errno('EINVAL');
    const names = t.abi.flags['kqueueNote']!;
    let links = file.stat().st_nlink;
    sizes.set(knote, { size: file.stat().st_size, truncated: names.bits('NOTE_TRUNCATE') });
    const unwatch = fileWatchers(t.kernel).watch(node, (event, name, isDirectory) => {
      const ofEntry = name !== undefined;
      if (ofEntry && !ENTRY_EVENTS.includes(event)) return;
      let notes = names.bits(VNODE[event]);
      const now = file.stat().st_nlink;
      // A link that comes or goes is told as such, and its removal as that of the file.
      if (event === 'attrib' && now !== links) notes = now > links ? NOTE.LINK : 0;
      if (ofEntry && isDirectory && node.type === S_IFDIR) notes |= NOTE.LINK;
      links = now;
      knote.happened |= notes;
      owner.activate(knote);
    });
    const forget = onRelease(file, () => owner.remove(knote));
    watchedFiles.set(knote, file);
    knote.detach = () => {
      unwatch();
      forget();
    };
  },
  report(knote) {
    let { happened } = knote;
    // A write is told of before it is done: whether the file grew shows now.
    if ((happened & NOTE.WRITE) !== 0) {
      const size = watchedFiles.get(knote)!.stat().st_size;
      const { size: before, truncated } = sizes.get(knote)!;
      if (size > before) happened |= NOTE.EXTEND;
      if (size < before) happened |= truncated;
      sizes.set(knote, { size, truncated });
      knote.happened = happened;
    }
    const fflags = happened & knote.event.fflags;
    return fflags === 0 ? undefined : { fflags, data: 0 };
  },
};

const ENDED = Symbol('wait status');
interface Watched extends Knote {
  [ENDED]?: number;
}

/** The status word of a process that has ended, as wait gives it. */
export function endStatus(process: Process): number {
  const { status, abi } = process;
  if (status === undefined) return 0;
  const usage = process.usage();
  return 'code' in status
    ? statusWord(abi, { child: process, kind: 'exited', status: status.code, usage })
    : statusWord(abi, {
        child: process,
        kind: status.core ? 'dumped' : 'killed',
        status: status.signal,
        usage,
      });
}

function watchProcess(t: Thread, process: Process, knote: Watched, owner: KnoteOwner): void {
  const wants = (note: number): boolean => (knote.event.fflags & note) >>> 0 !== 0;
  const unlisten = onProcessEvent(process, (event) => {
    if (event.kind === 'exec') {
      if (!wants(NOTE.EXEC)) return;
      knote.happened |= NOTE.EXEC;
    } else {
      if (wants(NOTE.TRACK)) {
        const { event: own } = knote;
        // The child is looked at in the same way, and tells its parent at once.
        owner.change(t, {
          ...own,
          ident: event.child.pid,
          data: process.pid,
          flags: own.flags | owner.bits.EV_ADD,
        });
      }
      if (!wants(NOTE.FORK)) return;
      knote.happened |= NOTE.FORK;
    }
    owner.activate(knote);
  });
  const unended = process.ended.add(() => {
    if (process.status === undefined) return;
    knote.happened |= NOTE.EXIT;
    knote[ENDED] = endStatus(process);
    owner.activate(knote);
  });
  knote.detach = () => {
    unlisten();
    unended();
  };
}

const proc: KqueueFilter = {
  attach(t, knote, owner) {
    const process = t.kernel.processes.get(knote.event.ident);
    if (process === undefined || process.status !== undefined) throw errno('ESRCH');
    watchProcess(t, process, knote, owner);
    // Made by NOTE_TRACK: data is the parent.
    if (process.parent !== t.process && knote.event.data !== 0 && (knote.event.fflags & NOTE.TRACK) !== 0)
      knote.happened |= NOTE.CHILD;
  },
  report(knote) {
    const { happened } = knote;
    const ended = (knote as Watched)[ENDED];
    const told = happened & (knote.event.fflags | NOTE.CHILD);
    if (ended !== undefined) {
      const fflags = told >>> 0;
      return { fflags, data: (fflags & NOTE.EXIT) !== 0 ? ended : 0, eof: true, last: true };
    }
    if (told === 0) return undefined;
    return { fflags: told >>> 0, data: (told & NOTE.CHILD) !== 0 ? knote.event.data : 0 };
  },
  clears: true,
};

const signal: KqueueFilter = {
  attach(t, knote, owner) {
    const wanted = requireSignal(t.abi, knote.event.ident);
    knote.detach = t.process.onSignal((sent) => {
      if (sent !== wanted) return;
      knote.count++;
      owner.activate(knote);
    });
  },
  report: ({ count }) => (count === 0 ? undefined : { fflags: 0, data: count }),
  clears: true,
};

const NANOSECONDS: Readonly<Record<string, bigint>> = {
  NOTE_SECONDS: 1_000_000_000n,
  NOTE_MSECONDS: 1_000_000n,
  NOTE_USECONDS: 1000n,
  NOTE_NSECONDS: 1n,
};
const NOTE_ABSTIME = 0x10;

const timer: KqueueFilter = {
  attach(t, knote, owner) {
    const { data, fflags, flags } = knote.event;
    const unit = NANOSECONDS[t.abi.enums['kqueueTimer']?.name(fflags & 0xf) ?? 'NOTE_MSECONDS']!;
    if (data < 0) throw errno('EINVAL');
    const span = BigInt(data) * unit;
    const absolute = (fflags & NOTE_ABSTIME) !== 0;
    const once = absolute || (flags & owner.bits.EV_ONESHOT) !== 0;
    const { kernel } = t;
    let next = kernel.now('monotonic') + (absolute ? span - kernel.now('realtime') : span);
    let cancel = (): void => {};
    const tick = (): void => {
      knote.count++;
      if (!once) {
        // A period too short for this machine counts what it missed.
        const period = span > 0n ? span : 1n;
        const late = (kernel.now('monotonic') - next) / period;
        knote.count += Number(late);
        next += period * (late + 1n);
        cancel = kernel.timers.at(next, tick);
      }
      owner.activate(knote);
    };
    cancel = kernel.timers.at(next, tick);
    knote.count = 0;
    knote.detach = () => cancel();
  },
  touch(t, knote, event, owner) {
    if ((event.flags & owner.bits.EV_ADD) === 0) return;
    knote.detach();
    knote.event = { ...event, flags: knote.event.flags };
    this.attach(t, knote, owner);
  },
  report: ({ count }) => (count === 0 ? undefined : { fflags: 0, data: count }),
  clears: true,
};

/** fflags of a user event by the two control bits of a change. */
function combined(old: number, given: number): number {
  const mine = old & NOTE.FFLAGSMASK;
  const theirs = given & NOTE.FFLAGSMASK;
  switch ((given & NOTE.FFCTRLMASK) >>> 0) {
    case NOTE.FFAND:
      return mine & theirs;
    case NOTE.FFOR:
      return mine | theirs;
    case NOTE.FFCOPY:
      return theirs;
    default:
      return mine;
  }
}

const user: KqueueFilter = {
  attach(_t, knote) {
    const { event } = knote;
    if ((event.fflags & NOTE.TRIGGER) !== 0) knote.count = 1;
    knote.event = { ...event, fflags: combined(0, event.fflags) };
  },
  touch(_t, knote, event) {
    const { event: old } = knote;
    knote.event = {
      ...old,
      fflags: combined(old.fflags, event.fflags),
      data: event.data,
      udata: event.udata,
    };
    if ((event.fflags & NOTE.TRIGGER) !== 0) knote.count = 1;
  },
  report: ({ count, event }) => (count === 0 ? undefined : { fflags: event.fflags, data: event.data }),
};

/** The filter of a kind of files, which says itself what it is. */
const ofFile: KqueueFilter = {
  attach(t, knote, owner) {
    const { eventFilter } = t.files.get(knote.event.ident) as Partial<FileWithEvents>;
    if (eventFilter === undefined) throw errno('EINVAL');
    fileFilters.set(knote, eventFilter);
    eventFilter.attach(t, knote, owner);
  },
  report: (knote) => fileFilters.get(knote)!.report(knote),
  clears: true,
};
const fileFilters = new WeakMap<Knote, KqueueFilter>();

/** The filters by name: a system has those that its table of names has. */
export const FILTERS: Readonly<Record<string, KqueueFilter>> = {
  EVFILT_AIO: aioFilter,
  EVFILT_LIO: aioFilter,
  EVFILT_PROCDESC: ofFile,
  EVFILT_READ: new TransferFilter(true),
  EVFILT_WRITE: new TransferFilter(false),
  EVFILT_VNODE: vnode,
  EVFILT_PROC: proc,
  EVFILT_SIGNAL: signal,
  EVFILT_TIMER: timer,
  EVFILT_USER: user,
};
