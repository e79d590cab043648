import { token } from '../di/token';
import type { Exit } from '../exec/engine';
import type { CpuModel } from '../isa/architecture';
import type { Errno } from '../kernel/errno';
import type { IpcLimits } from '../kernel/ipc/ipc-limits';
import type { Process } from '../kernel/process';
import type { Thread } from '../kernel/thread';
import type { ElfImage } from '../loader/image';
import type { SignalStackRules } from '../signal/alternate-stack';
import type { Signal } from '../signal/signal';
import type { SignalAction, SignalInfo } from '../signal/signal-info';
import type { SignalSet } from '../signal/signal-set';
import type { CompiledSyscall } from '../syscall/compile';
import type { CallArguments } from '../syscall/define';
import type { SyscallTable } from '../syscall/table';
import type { DataModel } from './data-model';
import type { Enumeration } from './enumeration';
import type { FlagTable } from './flag-table';
import type { SiginfoLayout } from './siginfo';
import type { StructType } from './struct';

/**
 * How system calls enter and leave. `frame` is one call in progress: argument words are read on demand, since later ones
 * may lie on the guest's stack.
 */
export interface SyscallConvention<Cpu> {
  /**
   * Called at a syscall exit with the exit's immediate. Gives the number and how many argument words precede the first
   * argument (indirect calls), or `refuse` with the signal that the kernel sends instead.
   */
  enter(
    cpu: Cpu,
    immediate: number,
    thread: Thread,
  ): { readonly number: number; readonly firstSlot: number } | SignalInfo;
  /** Argument word n, counted from the first of the call's own arguments. Throws EFAULT where it lies on a bad stack. */
  argument(cpu: Cpu, slot: number, thread: Thread): number;
  /** Whether a 64-bit argument starts at an even slot. */
  readonly alignPairs: boolean;
  /** Sets the result registers: one word, or a bigint for 64-bit results. `second` is pipe's and fork's second result. */
  succeed(cpu: Cpu, result: number | bigint, second?: number): void;
  fail(cpu: Cpu, errno: number): void;
  /** Sets the registers of a fork's child where they are not those of a result of 0. */
  forked?(cpu: Cpu): void;
  /** Puts the thread back before the call instruction, so that it is made again with the same arguments. */
  restart(cpu: Cpu): void;
  /** What must be remembered of the entry for restart (Linux/ARM: the original r0). Called right after enter. */
  saved?(cpu: Cpu): number;
}

/** Builds and takes down what the kernel puts on the guest's stack for a handler. */
export interface SignalFrame<Cpu> {
  /**
   * Pushes a frame below `stack` (the current stack pointer, or the top of the alternate stack) and sets the registers for
   * the handler. `mask` is what sigreturn restores. Throws EFAULT where the stack cannot hold it.
   */
  push(
    thread: Thread,
    cpu: Cpu,
    delivery: {
      readonly info: SignalInfo;
      readonly action: SignalAction & { readonly handler: number };
      readonly stack: number;
      readonly mask: SignalSet;
    },
  ): void;
  /** sigreturn: restores registers and mask from the frame. `form` tells variants apart (`sigreturn`, `rt_sigreturn`). */
  pop(thread: Thread, cpu: Cpu, form: string, argument: number): void;
}

/** What the loader has put into memory and what the start needs to know of it. */
export interface LoadedImage {
  readonly image: ElfImage;
  readonly path: string;
  /** Added to the file's addresses. */
  readonly bias: number;
  /** Where control starts: the interpreter's entry if there is one. */
  readonly entry: number;
  readonly programEntry: number;
  readonly phdr: number;
  /** Load address of the interpreter, 0 without one. */
  readonly interpreterBase: number;
  /** Its headers. */
  readonly interpreter?: ElfImage;
  /** First address after the program's bss: the start of the heap. */
  readonly brk: number;
  readonly startData: number;
}

/** Where the parts of a program go. */
export interface ProcessLayout {
  readonly stackTop: number;
  readonly mmapTop: number;
  readonly pieBase: number;
  readonly userTop: number;
}

/** How a program starts: the first stack, auxiliary vector and registers. */
export interface ProcessStart<Cpu> {
  /** Highest address of the stack (exclusive), where mappings are searched from, where position-independent programs go. */
  readonly layout: ProcessLayout;
  /** The layout of one program, where it is not that of all: at random places, say. */
  layoutOf?(image: ElfImage, random: (bytes: Uint8Array) => void): ProcessLayout;
  /** Bytes of stack if no limit is set. */
  readonly stackSize: number;
  /**
   * Whether the kernel starts a program on a CPU model, by what only the ABI knows of its headers and its interpreter's.
   * @throws LoaderError where it does not.
   */
  check?(name: string, image: ElfImage, interpreter: ElfImage | undefined, model: CpuModel): void;
  /** Fills the stack and sets the registers of the first thread. */
  begin(
    thread: Thread,
    cpu: Cpu,
    loaded: LoadedImage,
    argv: readonly string[],
    envp: readonly string[],
  ): void;
}

/**
 * One cell of the product OS × architecture: everything that needs to know both. Registered by the OS's package, one file
 * a cell.
 */
export interface Abi<Cpu = unknown> {
  /** `linux`, `freebsd`, … and `arm`, `mipsel`, …: ids of the personality and the architecture. */
  readonly os: string;
  readonly arch: string;
  readonly data: DataModel;
  readonly syscalls: SyscallTable;
  /** Every errno name that the kernel may throw, and the OS's own. */
  readonly errno: Readonly<Record<Errno, number>> & Readonly<Record<string, number>>;
  /** Guest numbers of the signals that the OS has. */
  readonly signals: Readonly<Partial<Record<Signal, number>>>;
  /** Bytes of a signal set in memory. */
  readonly sigsetSize: number;
  readonly signalCodes: Readonly<Record<string, number>>;
  readonly siginfo: SiginfoLayout;
  readonly signalStack: SignalStackRules;
  /** Flag words by the name that argument types use: `open`, `mmap`, `prot`, `at`, … */
  readonly flags: Readonly<Record<string, FlagTable>>;
  /** Values that stand for names: `whence`, `fcntl`, `ioctl`, `clock`, `af`, `socktype`, … */
  readonly enums: Readonly<Record<string, Enumeration>>;
  /** Structs by the name that argument types use: `stat`, `timespec`, … */
  readonly structs: Readonly<Record<string, StructType>>;
  /** Sizes of System V IPC objects where the kernel's are not the default. */
  readonly ipcLimits?: IpcLimits;
  /** The least number of a timer and the first that is none, where they do not count from 0 without end. */
  readonly timerNumbers?: { readonly first: number; readonly end: number };
  /** What marks, in the two upper bits of a clock's number, that the others are of a process or thread whose processor time it tells. */
  readonly cpuClocks?: Readonly<Record<'process' | 'thread', number>>;
  readonly call: SyscallConvention<Cpu>;
  readonly signalFrame: SignalFrame<Cpu>;
  readonly start: ProcessStart<Cpu>;
  /**
   * Looks at every call before it is made, its arguments decoded: sandboxes (pledge, capability mode) and other conditions.
   * Throws the KernelError that the call fails with; a signal may be sent besides. Absent: nothing is refused.
   */
  admit?(thread: Thread, call: CompiledSyscall, args: CallArguments): void;
  /** Whether paths that begin at a directory's descriptor may not leave it. Absent: they may. */
  confines?(thread: Thread, directory: number | 'AT_FDCWD'): boolean;
  /**
   * What the kernel sends for a number that its table lacks or does not provide, besides the error: SIGSYS on the BSDs.
   * Absent: nothing. A KernelError that it throws takes the place of the error: what forbids the thread to ask at all.
   */
  refuse?(
    thread: Thread,
    number: number,
    row: { readonly name: string; readonly errno?: string | undefined } | undefined,
  ): SignalInfo | undefined;
  /** The signal of a CPU exit other than a syscall. */
  trap(exit: Exit, cpu: Cpu, thread: Thread): SignalInfo;
  /** A thread's turn is over in the middle of its program, and another's comes. */
  preempted?(thread: Thread, cpu: Cpu): void;
  /** What uname's `machine` says; the architecture's id if absent. */
  machineName?(process: Process): string;
  setThreadPointer(cpu: Cpu, address: number): void;
  /** Stack pointer of a thread, for signal stacks, clone and backtraces. */
  stackPointer(cpu: Cpu): number;
  setStackPointer(cpu: Cpu, address: number): void;
  /** Texts of /proc that depend on the cell, by path below it: `cpuinfo`, `version`, `sys/kernel/osrelease`. */
  readonly procFiles?: Readonly<Record<string, (process: Process) => string>>;
  /** Called for a new process image, after its segments are mapped: kernel pages (Linux/ARM helpers, sigcode). */
  mapKernelPages?(process: Process): void;
}

export const Abi = token<Abi>('Abi');
