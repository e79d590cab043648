import type { CpuState } from '../isa/architecture';
import type { Signal } from '../signal/signal';
import { Process } from './process';
import { Program } from './program';
import type { Thread } from './thread';

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
  child.exitSignal = 'exitSignal' in options ? options.exitSignal : 'SIGCHLD';
  child.inheritActions(process, options.shareHandlers);
  const copy = child.addThread(copyState(thread), child.pid);
  copy.signalMask.assign(thread.signalMask);
  if (!options.shareMemory) copy.alternateStack = thread.alternateStack;
  copy.name = thread.name;
  program.personality.fork?.(process, child);
  return copy;
}

/** Makes another thread of the same process, with a copy of the caller's registers, not yet scheduled. */
export function cloneThread(thread: Thread): Thread {
  const copy = thread.process.addThread(copyState(thread));
  copy.signalMask.assign(thread.signalMask);
  copy.name = thread.name;
  return copy;
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
