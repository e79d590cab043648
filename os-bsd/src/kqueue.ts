import {
  ANONYMOUS_MODE,
  errno,
  type OpenFile,
  OpenFileBase,
  objectInode,
  objectStat,
  onRelease,
  PollEvent,
  type Stat,
  type Thread,
} from '@anyuser/core';

/** What a kevent says, by names: the layouts and numbers are each system's. */
export interface Kevent {
  readonly ident: number;
  /** `EVFILT_READ`, … */
  readonly filter: string;
  /** KeventFlag bits. */
  readonly flags: number;
  readonly fflags: number;
  readonly data: number;
  readonly udata: number;
}

/** Bits of `flags` by name, the kernel's own. */
export interface KeventFlags {
  readonly EV_ADD: number;
  readonly EV_DELETE: number;
  readonly EV_ENABLE: number;
  readonly EV_DISABLE: number;
  readonly EV_ONESHOT: number;
  readonly EV_CLEAR: number;
  readonly EV_DISPATCH: number;
  readonly EV_RECEIPT: number;
  readonly EV_EOF: number;
  readonly EV_ERROR: number;
}

interface Knote {
  event: Kevent;
  enabled: boolean;
  /** Told since the last change (EV_CLEAR). */
  told: boolean;
  file: OpenFile | undefined;
  disarm: (() => void) | undefined;
  forget: () => void;
  /** EVFILT_TIMER: times that it has gone off. EVFILT_USER: triggered. */
  count: number;
  /** EVFILT_PROC: exit status word once it has ended. */
  ended: number | undefined;
}

/** EVFILT_USER's fflags (sys/event.h, the same on the BSDs that have it). */
const NOTE_TRIGGER = 0x0100_0000;
const NOTE_FFCTRLMASK = 0xc000_0000;
const NOTE_FFAND = 0x4000_0000;
const NOTE_FFOR = 0x8000_0000;
const NOTE_FFCOPY = 0xc000_0000;
const NOTE_FFLAGSMASK = 0x00ff_ffff;
const NOTE_EXIT = 0x8000_0000;

/** Milliseconds of a timer's data by its unit flags: seconds, milliseconds, micro- and nanoseconds. */
function timerMilliseconds({ data, fflags }: Kevent): number {
  if (fflags & 1) return data * 1000;
  if (fflags & 4) return data / 1000;
  if (fflags & 8) return data / 1e6;
  return data;
}

/** A kernel event queue (kqueue(2)): knotes by filter and identifier. */
export class KqueueFile extends OpenFileBase {
  private readonly ino = objectInode();
  private readonly knotes = new Map<string, Knote>();

  constructor(
    flags: number,
    private readonly bits: KeventFlags,
  ) {
    super(flags, 'kqueue');
  }

  /** Registers a change. @throws KernelError EBADF, ENOENT, EINVAL, ESRCH */
  change(t: Thread, event: Kevent): void {
    const { bits } = this;
    const key = `${event.filter}:${event.ident}`;
    let knote = this.knotes.get(key);
    if (knote === undefined && (event.flags & bits.EV_ADD) === 0) throw errno('ENOENT');
    if ((event.flags & bits.EV_DELETE) !== 0) {
      if (knote === undefined) throw errno('ENOENT');
      this.drop(key, knote);
      return;
    }
    if (knote === undefined) {
      knote = {
        event,
        enabled: true,
        told: false,
        file: undefined,
        disarm: undefined,
        forget: () => {},
        count: 0,
        ended: undefined,
      };
      this.attach(t, key, knote);
      this.knotes.set(key, knote);
    } else if (event.filter === 'EVFILT_USER') this.changeUser(knote, event);
    else {
      knote.event = { ...event, flags: event.flags };
      knote.told = false;
    }
    if (event.flags & bits.EV_DISABLE) knote.enabled = false;
    else if (event.flags & (bits.EV_ENABLE | bits.EV_ADD)) knote.enabled = true;
    this.readiness.wake();
  }

  private changeUser(knote: Knote, event: Kevent): void {
    const control = (event.fflags & NOTE_FFCTRLMASK) >>> 0;
    const given = event.fflags & NOTE_FFLAGSMASK;
    const old = knote.event.fflags & NOTE_FFLAGSMASK;
    const fflags =
      control === NOTE_FFAND
        ? old & given
        : control === NOTE_FFOR
          ? old | given
          : control === NOTE_FFCOPY
            ? given
            : old;
    knote.event = { ...knote.event, fflags, udata: event.udata };
    if (event.fflags & NOTE_TRIGGER) knote.count = 1;
  }

  private attach(t: Thread, key: string, knote: Knote): void {
    const { event } = knote;
    switch (event.filter) {
      case 'EVFILT_READ':
      case 'EVFILT_WRITE': {
        const file = t.files.get(event.ident);
        knote.file = file;
        knote.forget = onRelease(file, () => this.drop(key, knote));
        this.arm(knote);
        return;
      }
      case 'EVFILT_TIMER':
        this.startTimer(t, knote);
        return;
      case 'EVFILT_USER':
        if (event.fflags & NOTE_TRIGGER) knote.count = 1;
        return;
      case 'EVFILT_PROC': {
        const process = t.kernel.processes.get(event.ident);
        if (process === undefined) throw errno('ESRCH');
        knote.disarm = process.ended.add(() => {
          const { status } = process;
          knote.ended = status !== undefined && 'code' in status ? status.code << 8 : 0;
          this.readiness.wake();
        });
        return;
      }
      default:
        throw errno('EINVAL');
    }
  }

  private startTimer(t: Thread, knote: Knote): void {
    const period = timerMilliseconds(knote.event);
    const tick = (): void => {
      knote.count++;
      this.readiness.wake();
      if (!(knote.event.flags & this.bits.EV_ONESHOT))
        knote.disarm = t.kernel.host.clock.after(Math.max(1, period), tick);
    };
    knote.disarm = t.kernel.host.clock.after(Math.max(0, period), tick);
  }

  private arm(knote: Knote): void {
    knote.disarm ??= knote.file!.readiness.add(() => {
      knote.disarm = undefined;
      knote.told = false;
      this.readiness.wake();
    });
  }

  private drop(key: string, knote: Knote): void {
    knote.disarm?.();
    knote.forget();
    this.knotes.delete(key);
  }

  /** What a knote has to tell now; undefined if nothing. */
  private happened(knote: Knote): Kevent | undefined {
    const { event } = knote;
    if (!knote.enabled) return undefined;
    if (knote.file !== undefined) {
      this.arm(knote);
      if (knote.told && event.flags & this.bits.EV_CLEAR) return undefined;
      const wanted = event.filter === 'EVFILT_READ' ? PollEvent.POLLIN : PollEvent.POLLOUT;
      const now = knote.file.poll();
      const ended = (now & (PollEvent.POLLHUP | PollEvent.POLLERR | PollEvent.POLLRDHUP)) !== 0;
      if ((now & wanted) === 0 && !ended) return undefined;
      return { ...event, flags: ended ? event.flags | this.bits.EV_EOF : event.flags, data: 1, fflags: 0 };
    }
    if (event.filter === 'EVFILT_PROC')
      return knote.ended === undefined ? undefined : { ...event, fflags: NOTE_EXIT, data: knote.ended };
    return knote.count === 0
      ? undefined
      : { ...event, data: event.filter === 'EVFILT_TIMER' ? knote.count : event.data };
  }

  /** Takes up to `most` events; undefined where there are none. */
  collect(most: number): Kevent[] | undefined {
    const found: Kevent[] = [];
    for (const [key, knote] of [...this.knotes]) {
      if (found.length === most) break;
      const event = this.happened(knote);
      if (event === undefined) continue;
      found.push(event);
      knote.told = true;
      if (knote.event.filter === 'EVFILT_TIMER' || knote.event.flags & this.bits.EV_CLEAR) knote.count = 0;
      if (knote.event.flags & this.bits.EV_ONESHOT || knote.ended !== undefined) this.drop(key, knote);
      else if (knote.event.flags & this.bits.EV_DISPATCH) knote.enabled = false;
    }
    return found.length > 0 ? found : undefined;
  }

  override poll(): number {
    for (const knote of this.knotes.values())
      if (this.happened(knote) !== undefined) return PollEvent.POLLIN | PollEvent.POLLRDNORM;
    return 0;
  }
  override stat(): Stat {
    return objectStat(this.ino, ANONYMOUS_MODE);
  }
  override release(): void {
    for (const [key, knote] of [...this.knotes]) this.drop(key, knote);
  }
}
