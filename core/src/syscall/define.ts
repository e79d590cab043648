import type { Abi } from '../abi/abi';
import type { Thread } from '../kernel/thread';

/**
 * How one argument of a syscall is fetched and shown. Declared once, bound to each cell when an emulator is assembled.
 * @typeParam T - what the handler receives.
 */
export interface ArgumentType<T> {
  /**
   * Words that it takes: 1, or 2 for 64-bit values on 32-bit cells: a pair in guest word order, or low and high word one after
   * the other whatever the order and alignment of pairs is.
   */
  readonly width: 'word' | 'double' | 'low-high';
  bind(abi: Abi): BoundArgument<T>;
}

export interface BoundArgument<T> {
  /**
   * The value from its raw words (high is 0 for single words; low and high are already in significance order).
   * @throws KernelError where the guest's memory or value is bad.
   */
  decode(thread: Thread, low: number, high: number): T;
  /** Text for --strace. */
  format(thread: Thread, low: number, high: number, call: CallRecord): string;
  /** Shown only when the call has returned (buffers and structs that the kernel fills). */
  readonly after?: boolean;
}

/** A call as strace sees it: the raw words of its other arguments and, when it is over, its result. */
export interface CallRecord {
  /** Low word of an argument by name; 0 if there is none. */
  argument(name: string): number;
  /** The result word, undefined before the call returned or if it failed. */
  readonly result: number | undefined;
}

/** A call's decoded arguments by name, for who looks at calls of all kinds. */
export type CallArguments = Readonly<Record<string, unknown>>;

export type ArgumentTypes = Readonly<Record<string, ArgumentType<unknown>>>;
export type ArgumentValues<A extends ArgumentTypes> = {
  readonly [K in keyof A]: A[K] extends ArgumentType<infer T> ? T : never;
};

/** A word, a 64-bit value, or two words (`pipe` on MIPS and the BSDs). Nothing counts as 0. */
export type SyscallResult = number | bigint | readonly [number, number] | void;

/** A system call: its name, its arguments and what it does. Numbers belong to the tables of the cells. */
export interface SyscallDefinition<A extends ArgumentTypes = ArgumentTypes> {
  readonly name: string;
  readonly args: A;
  /** How strace prints the result. */
  readonly returns?: 'int' | 'hex' | 'none' | 'off';
  /** Whether an error is its result, as POSIX has it of some calls, and not a failure (posix_fallocate of the BSDs). */
  readonly returnsErrors?: boolean;
  /** Whether an interrupted call is made again after a handler with SA_RESTART (default true). */
  readonly restart?: boolean;
  /**
   * Does it. A promise, which may be a Later (ask isLater), parks the thread until it settles. KernelError becomes the errno;
   * anything else is our bug.
   */
  run(thread: Thread, args: ArgumentValues<A>): SyscallResult | Promise<SyscallResult>;
}

/** Declares a syscall; infers the handler's argument types. */
export const defineSyscall = <const A extends ArgumentTypes>(
  definition: SyscallDefinition<A>,
): SyscallDefinition => definition as unknown as SyscallDefinition;

/** The same handler under another name or with other argument types of equal meaning: `variant(fstat, { name: 'fstat64', args: … })`. */
export function variant(
  base: SyscallDefinition,
  change: {
    readonly name?: string;
    readonly args?: ArgumentTypes;
    readonly returns?: SyscallDefinition['returns'];
  },
): SyscallDefinition {
  return { ...base, ...change, args: { ...base.args, ...change.args } };
}
