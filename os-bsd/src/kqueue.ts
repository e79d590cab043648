import {
  ANONYMOUS_MODE,
  errno,
  OpenFileBase,
  objectInode,
  objectStat,
  PollEvent,
  type Process,
  type Stat,
  type Thread,
} from '@anyuser/core';
import type { Kevent, KeventFlags, Knote, KnoteOwner } from './knote';
import { FILTERS } from './kqueue-filters';
import { tellProcessEvent } from './process-notes';

const keyOf = ({ filter, ident }: Kevent): string => `${filter}:${ident}`;

/** A kernel event queue (kqueue(2)): knotes by filter and identifier. */
export class KqueueFile extends OpenFileBase implements KnoteOwner {
  private readonly ino = objectInode();
  private readonly knotes = new Map<string, Knote>();

  constructor(
    flags: number,
    readonly bits: KeventFlags,
  ) {
    super(flags, 'kqueue');
  }

  /** Registers a change. @throws KernelError EBADF, ENOENT, EINVAL, ESRCH */
  change(t: Thread, event: Kevent): void {
    const { bits } = this;
    const filter = FILTERS[event.filter];
    if (filter === undefined) throw errno('EINVAL');
    const key = keyOf(event);
    const old = this.knotes.get(key);
    if ((event.flags & bits.EV_DELETE) !== 0) {
      if (old === undefined) throw errno('ENOENT');
      this.remove(old);
      return;
    }
    if (old === undefined && (event.flags & bits.EV_ADD) === 0) throw errno('ENOENT');
    const knote = old ?? {
      event,
      enabled: true,
      told: false,
      happened: 0,
      count: 0,
      file: undefined,
      detach: () => {},
    };
    if (old === undefined) {
      filter.attach(t, knote, this);
      this.knotes.set(key, knote);
    } else if (filter.touch !== undefined) filter.touch(t, knote, event, this);
    else {
      // Flags stay what they were when it was added (kern_event.c, kqueue_register).
      knote.event = { ...knote.event, fflags: event.fflags, data: event.data, udata: event.udata };
      knote.told = false;
    }
    if ((event.flags & bits.EV_DISABLE) !== 0) knote.enabled = false;
    else if ((event.flags & bits.EV_ENABLE) !== 0 || (old === undefined && knote.enabled))
      knote.enabled = true;
    this.activate(knote);
  }

  activate(_knote: Knote): void {
    this.readiness.wake();
  }
  remove(knote: Knote): void {
    knote.detach();
    this.knotes.delete(keyOf(knote.event));
  }

  /** What a knote has to tell now; undefined if nothing. */
  private eventOf(knote: Knote): { readonly event: Kevent; readonly last: boolean } | undefined {
    const { event } = knote;
    if (
      !knote.enabled ||
      (knote.told && (event.flags & this.bits.EV_CLEAR) !== 0 && knote.file !== undefined)
    )
      return undefined;
    const report = FILTERS[event.filter]!.report(knote);
    if (report === undefined) return undefined;
    const flags = report.eof ? event.flags | this.bits.EV_EOF : event.flags;
    const once = report.last ? this.bits.EV_ONESHOT : 0;
    return {
      event: { ...event, flags: flags | once, fflags: report.fflags, data: report.data },
      last: report.last ?? false,
    };
  }

  /** Takes up to `most` events; undefined where there are none. */
  collect(most: number): Kevent[] | undefined {
    const { bits } = this;
    const found: Kevent[] = [];
    for (const knote of [...this.knotes.values()]) {
      if (found.length === most) break;
      const report = this.eventOf(knote);
      if (report === undefined) continue;
      const { flags, filter } = knote.event;
      found.push(report.event);
      knote.told = true;
      if ((flags & bits.EV_CLEAR) !== 0 || FILTERS[filter]!.clears) {
        knote.count = 0;
        knote.happened = 0;
      }
      if ((flags & bits.EV_ONESHOT) !== 0 || report.last) this.remove(knote);
      else if ((flags & bits.EV_DISPATCH) !== 0) knote.enabled = false;
    }
    return found.length > 0 ? found : undefined;
  }

  override poll(): number {
    for (const knote of this.knotes.values())
      if (this.eventOf(knote) !== undefined) return PollEvent.POLLIN | PollEvent.POLLRDNORM;
    return 0;
  }
  override stat(): Stat {
    return objectStat(this.ino, ANONYMOUS_MODE);
  }
  override release(): void {
    for (const knote of [...this.knotes.values()]) this.remove(knote);
  }
}

/**
 * What a fork does to queues: those that look at the parent hear of it, and none comes along to the child, whose descriptors of
 * them are closed (kqueue(2)). For personalities.
 */
export function forkQueues(parent: Process, child: Process): void {
  tellProcessEvent(parent, { kind: 'fork', child });
  if (child.files === parent.files) return;
  for (const fd of [...child.files.open])
    if (child.files.get(fd) instanceof KqueueFile) child.files.close(fd);
}
/** What an exec does: those that look at the process hear of it. */
export function execQueues(process: Process): void {
  tellProcessEvent(process, { kind: 'exec' });
}
