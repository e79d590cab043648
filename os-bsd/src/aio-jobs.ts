import {
  drop,
  errno,
  hold,
  KernelError,
  type OpenFile,
  type Process,
  type Signal,
  type Thread,
  WaitQueue,
} from '@anyuser/core';

/** What the end of a transfer, or of a list of them, does (struct sigevent). */
export type AioEvent =
  | { readonly kind: 'none' }
  | { readonly kind: 'signal'; readonly signal: Signal; readonly value: number; readonly thread?: Thread }
  | { readonly kind: 'queue'; told: () => void };

/** Transfers that lio_listio began together: how many go on, and what the end of the last does. */
export interface AioList {
  left: number;
  readonly event: AioEvent;
}

/** A transfer that a process asked for (sys/kern/vfs_aio.c). */
export interface AioJob {
  /** Where the program has its struct aiocb, which is its name. */
  readonly address: number;
  readonly fd: number;
  readonly event: AioEvent;
  readonly list: AioList | undefined;
  /** What came of it; undefined while it goes on. */
  result: { readonly status: number; readonly error: string | undefined } | undefined;
  /** Ends one that waits. */
  cancel: () => void;
  /** Called when the program has taken the result. */
  forget: () => void;
}

/** The transfers of a process, until their results are taken. */
export class AioJobs {
  private readonly jobs = new Set<AioJob>();
  private readonly finished = new Set<AioJob>();
  readonly changes = new WaitQueue();
  /** Nobody is told any more. */
  private ending = false;

  constructor(private readonly process: Process) {}

  find(address: number): AioJob | undefined {
    for (const job of this.jobs) if (job.address === address) return job;
    return undefined;
  }
  /** Those of a descriptor. */
  of(fd: number): readonly AioJob[] {
    return [...this.jobs].filter((job) => job.fd === fd);
  }
  /** The one that ended first. */
  get firstFinished(): AioJob | undefined {
    const [first] = this.finished;
    return first;
  }

  /**
   * Begins a transfer. It is tried at once, and again at each change of its file.
   * @param attempt - undefined while it has to wait; a KernelError is its result.
   */
  start(
    file: OpenFile,
    parts: Pick<AioJob, 'address' | 'fd' | 'event' | 'list'>,
    attempt: () => number | undefined,
  ): AioJob {
    let disarm = (): void => {};
    const job: AioJob = { ...parts, result: undefined, cancel: () => {}, forget: () => {} };
    const end = (status: number, error?: string): void => {
      disarm();
      drop(file);
      this.finish(job, status, error);
    };
    const advance = (): void => {
      if (job.result !== undefined) return;
      try {
        const done = attempt();
        if (done === undefined) disarm = file.readiness.add(advance);
        else end(done);
      } catch (error) {
        if (!(error instanceof KernelError)) throw error;
        end(-1, error.code);
      }
    };
    job.cancel = () => end(-1, 'ECANCELED');
    hold(file);
    this.jobs.add(job);
    if (job.list !== undefined) job.list.left++;
    advance();
    return job;
  }

  private finish(job: AioJob, status: number, error: string | undefined): void {
    job.result = { status, error };
    this.finished.add(job);
    if (!this.ending) {
      this.tell(job.event);
      if (job.list !== undefined && --job.list.left === 0) this.tell(job.list.event);
    }
    this.changes.wake();
  }
  /** Does what the end of something was to do. */
  tell(event: AioEvent): void {
    if (event.kind === 'queue') event.told();
    if (event.kind !== 'signal') return;
    const { signal, value, thread } = event;
    this.process.send({ signal, code: 'SI_ASYNCIO', value }, thread);
  }

  /** The program has taken the result. */
  release(job: AioJob): void {
    this.jobs.delete(job);
    this.finished.delete(job);
    job.forget();
  }
  /** exec and exit: what waits ends, and no result is left. */
  clear(): void {
    this.ending = true;
    for (const job of [...this.jobs]) {
      if (job.result === undefined) job.cancel();
      this.release(job);
    }
    this.ending = false;
  }
}

const all = new WeakMap<Process, AioJobs>();

/** The transfers of a process, made when the first is asked for. */
export function aioJobsOf(process: Process): AioJobs {
  let jobs = all.get(process);
  if (jobs === undefined) {
    jobs = new AioJobs(process);
    all.set(process, jobs);
  }
  return jobs;
}

/** A process ends or runs another program. For personalities. */
export const endAio = (process: Process): void => all.get(process)?.clear();

/** One that the program knows under an address. @throws KernelError EINVAL */
export function jobAt(t: Thread, address: number): AioJob {
  const job = aioJobsOf(t.process).find(address);
  if (job === undefined) throw errno('EINVAL');
  return job;
}
