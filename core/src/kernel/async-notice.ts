import type { Abi } from '../abi/abi';
import { PollEvent } from '../abi/flags';
import type { Signal } from '../signal/signal';
import type { SignalCode } from '../signal/signal-info';
import { onRelease } from './file-reference';
import type { Kernel } from './kernel';
import type { OpenFile } from './open-file';

/** Whom a file tells that it is ready (struct f_owner_ex): `id` is a thread, process or process group. */
export interface NoticeOwner {
  readonly kind: 'thread' | 'process' | 'group';
  readonly id: number;
}

const IN = PollEvent.POLLIN | PollEvent.POLLRDNORM;
const OUT = PollEvent.POLLOUT | PollEvent.POLLWRNORM | PollEvent.POLLWRBAND;

/**
 * Signals about a file's readiness: F_SETOWN, F_SETSIG and O_ASYNC (fs/fcntl.c). One per open file description, so that
 * copies of a descriptor share it.
 */
export class AsyncNotice {
  owner: NoticeOwner | undefined;
  /** Sent instead of SIGIO, with siginfo that names descriptor and event; undefined: SIGIO without. */
  signal: Signal | undefined;
  private fd = -1;
  private disarm: (() => void) | undefined;
  private writable = false;

  constructor(
    private readonly kernel: Kernel,
    private readonly file: OpenFile,
  ) {
    onRelease(file, () => this.stop());
  }

  /** Begins to watch (O_ASYNC set). `fd` is what siginfo will name; `abi` gives the bits of `si_band`. */
  start(fd: number, abi: Abi): void {
    this.stop();
    this.fd = fd;
    this.watch(abi);
  }
  stop(): void {
    this.disarm?.();
    this.disarm = undefined;
  }

  private watch(abi: Abi): void {
    this.disarm = this.file.readiness.add(() => {
      this.watch(abi);
      this.tell(abi);
    });
    // Asking also makes files of the host look for what comes next.
    this.writable = (this.file.poll() & PollEvent.POLLOUT) !== 0;
  }

  private tell(abi: Abi): void {
    const before = this.writable;
    const events = this.file.poll();
    this.writable = (events & PollEvent.POLLOUT) !== 0;
    if (events & PollEvent.POLLHUP) this.send('POLL_HUP', PollEvent.POLLHUP | PollEvent.POLLERR, abi);
    else if (events & PollEvent.POLLIN) this.send('POLL_IN', IN, abi);
    else if (this.writable && !before) this.send('POLL_OUT', OUT, abi);
  }

  private send(code: SignalCode, band: number, abi: Abi): void {
    const { owner } = this;
    if (owner === undefined) return;
    const info =
      this.signal === undefined
        ? ({ signal: 'SIGIO', code: 'SI_KERNEL' } as const)
        : { signal: this.signal, code, band: abi.flags['poll']?.encode(band) ?? band, fd: this.fd };
    if (owner.kind === 'group') this.kernel.signalGroup(owner.id, info);
    else if (owner.kind === 'process') this.kernel.processes.get(owner.id)?.signal(info);
    else this.kernel.thread(owner.id)?.signal(info);
  }
}

const notices = new WeakMap<OpenFile, AsyncNotice>();

/** The notice of an open file; made when it is first asked for. */
export function noticeOf(kernel: Kernel, file: OpenFile): AsyncNotice {
  let notice = notices.get(file);
  if (notice === undefined) {
    notice = new AsyncNotice(kernel, file);
    notices.set(file, notice);
  }
  return notice;
}
