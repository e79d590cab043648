import type { OpenFile, Thread } from '@anyuser/core';

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

/** One registered interest of a queue. */
export interface Knote {
  event: Kevent;
  enabled: boolean;
  /** Told since the last change of what it looks at (EV_CLEAR). */
  told: boolean;
  /** What has happened since it was told last: bits of fflags, and a count or value. */
  happened: number;
  count: number;
  file: OpenFile | undefined;
  /** Ends what its filter has set up. */
  detach: () => void;
}

/** What a filter reports of a knote now. */
export interface Report {
  readonly fflags: number;
  readonly data: number;
  /** EV_EOF belongs to the flags. */
  readonly eof?: boolean;
  /** It reports this once and is then gone. */
  readonly last?: boolean;
}

/** What filters need of their queue. */
export interface KnoteOwner {
  readonly bits: KeventFlags;
  /** Something has happened. */
  activate(knote: Knote): void;
  /** The knote goes, since what it looked at is gone. */
  remove(knote: Knote): void;
  /** Registers another knote for the same caller (NOTE_TRACK). */
  change(t: Thread, event: Kevent): void;
}

/** A file that has events of its own kind (EVFILT_PROCDESC). */
export interface FileWithEvents {
  readonly eventFilter: KqueueFilter;
}

/** A kind of events. */
export interface KqueueFilter {
  /** Begins to look. @throws KernelError EBADF, ENOENT, EINVAL, ESRCH */
  attach(t: Thread, knote: Knote, owner: KnoteOwner): void;
  /** A change of a registered knote; the new event is given, and the knote's own is still the old one. Absent: it is replaced. */
  touch?(t: Thread, knote: Knote, event: Kevent, owner: KnoteOwner): void;
  /** Undefined while there is nothing to report. */
  report(knote: Knote): Report | undefined;
  /** Reporting resets what has happened, whether or not EV_CLEAR asks for it. */
  readonly clears?: boolean;
}
