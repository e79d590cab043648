import type { CpuState } from '../isa/architecture';
import type { Signal } from '../signal/signal';
import { errno } from './errno';
import { inheritValues } from './inherited-value';
import { Process } from './process';
import { Profile } from './profile';
import { Program } from './program';
import type { Thread } from './thread';

/** Threads and processes of the whole machine (kernel.threads-max): each process has a memory of 4 GiB of the host's addresses. */
const MOST_THREADS = 16_384;
const MOST_PROCESSES = 2000;

/** What a new process or thread shares with its maker (clone, rfork, vfork). */
export interface ForkOptions {
  /** Runs in the same memory until it ends or runs another program. */
  readonly shareMemory?: boolean;
  readonly shareFiles?: boolean;
  readonly shareFs?: boolean;
  readonly shareHandlers?: boolean;
  /** Is a child of the maker's parent. */
  readonly sibling?: boolean;
  /** Signal to the parent at its end. */
  readonly exitSignal?: Signal | undefined;
}

/** Enforces RLIMIT_NPROC: how many threads a user may have. @throws EAGAIN */
function checkCount({ process, kernel }: Thread): void {
  const { euid, uid } = process.credentials;
  const limit = process.limits.get('RLIMIT_NPROC')?.soft ?? Number.POSITIVE_INFINITY;
  let count = 0;
  for (const other of kernel.processes.values())
    if (other.credentials.uid === uid) count += Math.max(1, other.threads.size);
  const most = euid === 0 ? MOST_THREADS : limit;
  if (count >= most || kernel.processes.size >= MOST_PROCESSES) throw errno('EAGAIN');
}

/** Registers of a thread, copied. */
function copyState(thread: Thread): CpuState {
  const { state } = thread;
  const size = thread.process.architecture.stateSize >>> 2;
  return { words: state.words.slice(state.base, state.base + size), base: 0 };
}

/** The memory of a child: a copy whose pages are copied when either side touches them. */
function copyProgram({ process }: Thread): Program {
  const { program, kernel } = process;
  const { personality, abi, architecture, model, exe } = program;
  const space = program.space.fork();
  return new Program(
    personality,
    abi,
    architecture,
    model,
    space,
    kernel.engine.create(space, architecture, model),
    exe,
  );
}

/**
 * Makes a child process with one thread, a copy of the caller, which is not yet scheduled: the caller sets its result
 * registers, then calls start.
 */
export function forkProcess(thread: Thread, options: ForkOptions = {}): Thread {
  const { process, kernel } = thread;
  checkCount(thread);
  const program = options.shareMemory ? process.program.retain() : copyProgram(thread);
  const limits = new Map(process.limits);
  const files = options.shareFiles
    ? process.files.share()
    : process.files.clone(() => limits.get('RLIMIT_NOFILE')?.soft ?? 1024);
  const child = new Process({
    kernel,
    pid: kernel.nextPid(),
    parent: options.sibling ? process.parent : process,
    program,
    files,
    fs: options.shareFs ? process.fs : { ...process.fs },
    credentials: process.credentials,
    limits,
    pgid: process.pgid,
    sid: process.sid,
  });
  kernel.processes.set(child.pid, child);
  child.argv = process.argv;
  child.comm = process.comm;
  child.auxv = process.auxv;
  child.stackInfo = process.stackInfo;
  child.nice = process.nice;
  if (process.profile !== undefined) child.profile = new Profile(child, process.profile.buffer);
  child.exitSignal = 'exitSignal' in options ? options.exitSignal : 'SIGCHLD';
  child.inheritActions(process, options.shareHandlers);
  const copy = child.addThread(copyState(thread), child.pid);
  copy.signalMask.assign(thread.signalMask);
  if (!options.shareMemory) copy.alternateStack = thread.alternateStack;
  copy.name = thread.name;
  copy.policy = thread.policy;
  inheritValues(process, child);
  program.personality.fork?.(process, child);
  return copy;
}

/** Makes another thread of the same process, with a copy of the caller's registers, not yet scheduled. */
export function cloneThread(thread: Thread): Thread {
  checkCount(thread);
  const copy = thread.process.addThread(copyState(thread));
  copy.signalMask.assign(thread.signalMask);
  copy.name = thread.name;
  copy.policy = thread.policy;
  return copy;
}

/** Lets the child of a fork run: it comes back from the call too, with 0. */
export function startChild(child: Thread): void {
  const { call } = child.abi;
  if (call.forked === undefined) call.succeed(child.cpu, 0);
  else call.forked(child.cpu);
  startThread(child);
}

/** Lets a new thread run. */
export function startThread(thread: Thread): void {
  thread.kernel.scheduler.enqueue(thread);
}

/** Waits until a child no longer uses the caller's memory: vfork. Signals do not end it. */
export async function waitForMemory(thread: Thread, child: Process): Promise<void> {
  const { program } = child;
  const done = (): true | undefined =>
    child.status !== undefined || child.program !== program ? true : undefined;
  await thread.wait(child.memoryReleased, done, { interruptible: false });
}
