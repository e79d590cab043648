import {
  errno,
  type GuestView,
  readSigset,
  type SignalFrame,
  type SignalSet,
  type SyscallDefinition,
  signalNumber,
  stackValue,
  structCodec,
  type Thread,
  writeSiginfo,
  writeSigset,
} from '@anyuser/core';
import { lwpCalls } from '../syscalls/lwp';

/** Where all ports have these in ucontext_t (sys/ucontext.h): offsets in bytes. */
const UC = { flags: 0, sigmask: 8, stack: 24 } as const;
/** uc_flags that all ports have: what of the context is there. */
const UcFlag = { sigmask: 1, stack: 2, cpu: 4, fpu: 8 } as const;
const SS_ONSTACK = 1;

/** What a handler is called with. */
export interface HandlerCall {
  readonly signal: number;
  /** siginfo_t, which is where the frame begins. */
  readonly frame: number;
  readonly ucontext: number;
  readonly trampoline: number;
  readonly handler: number;
}

/** What a port's ucontext_t and its handlers have of their own. */
export interface ContextPort<Cpu> {
  /** Bytes of ucontext_t, and where the thread pointer is in it. */
  readonly size: number;
  readonly tlsbase: number;
  /** Flags of the port. */
  readonly flags: {
    readonly setStack: number;
    readonly clearStack: number;
    readonly tlsbase: number;
    /** Of the floating-point registers, beside the common one. */
    readonly float: number;
  };
  stackPointer(cpu: Cpu): number;
  threadPointer(cpu: Cpu): number;
  save(mem: GuestView, at: number, cpu: Cpu): void;
  /** @throws KernelError EINVAL */
  loadRegisters(mem: GuestView, at: number, cpu: Cpu): void;
  loadFloat(mem: GuestView, at: number, cpu: Cpu): void;
  enter(cpu: Cpu, call: HandlerCall): void;
}

/** Contexts, signal frames and the calls about them, of a port. */
export interface Contexts<Cpu> {
  readonly signalFrame: SignalFrame<Cpu>;
  readonly calls: Readonly<Record<string, SyscallDefinition>>;
}

function write<Cpu>(t: Thread, port: ContextPort<Cpu>, cpu: Cpu, at: number, mask: SignalSet): void {
  const { mem, abi } = t;
  const { flags } = port;
  mem.zero(at, port.size);
  const stack = stackValue(t, port.stackPointer(cpu));
  const here = stack['ss_flags'] === SS_ONSTACK ? flags.setStack : flags.clearStack;
  const always = UcFlag.sigmask | UcFlag.stack | UcFlag.cpu | UcFlag.fpu;
  mem.setU32(at + UC.flags, always | flags.float | flags.tlsbase | here);
  writeSigset(abi, mem, at + UC.sigmask, mask);
  structCodec(abi, 'stack').write(mem, at + UC.stack, stack);
  port.save(mem, at, cpu);
  mem.setU32(at + port.tlsbase, port.threadPointer(cpu));
}

/** Loads a context; what its flags leave out stays. @throws KernelError EINVAL */
function read<Cpu>(t: Thread, port: ContextPort<Cpu>, cpu: Cpu, at: number, withMask: boolean): void {
  const { mem, abi } = t;
  const flags = mem.u32(at + UC.flags);
  const float = UcFlag.fpu | port.flags.float;
  if ((flags & UcFlag.cpu) !== 0) port.loadRegisters(mem, at, cpu);
  if ((flags & float) === float) port.loadFloat(mem, at, cpu);
  if ((flags & port.flags.tlsbase) !== 0) abi.setThreadPointer(cpu, mem.u32(at + port.tlsbase));
  if (withMask && (flags & UcFlag.sigmask) !== 0)
    t.signalMask
      .assign(readSigset(abi, mem, at + UC.sigmask))
      .delete('SIGKILL')
      .delete('SIGSTOP');
}

/**
 * What follows from a port's contexts. A handler's frame is siginfo_t and ucontext_t; it comes back through the trampoline that libc gave
 * with the handler, by setcontext (sys/arch/{arm,mips}/…/sig_machdep.c, sendsig_siginfo).
 */
export const contextsOf = <Cpu>(port: ContextPort<Cpu>): Contexts<Cpu> => ({
  signalFrame: {
    push(t, cpu, { info, action, stack, mask }) {
      const { size } = t.abi.siginfo;
      const frame = ((stack - size - port.size) & ~7) >>> 0;
      if (frame > stack) throw errno('EFAULT');
      const ucontext = frame + size;
      writeSiginfo(t, frame, info);
      write(t, port, cpu, ucontext, mask);
      port.enter(cpu, {
        signal: signalNumber(t.abi, info.signal),
        frame,
        ucontext,
        trampoline: action.restorer,
        handler: action.handler,
      });
    },
    pop: (t, cpu, _form, ucontext) => read(t, port, cpu, ucontext, true),
  },
  calls: lwpCalls({
    load: (t, ucontext, withMask) => read(t, port, t.cpu as Cpu, ucontext, withMask),
    save: (t, ucontext) => write(t, port, t.cpu as Cpu, ucontext, t.signalMask),
    threadPointer: (t) => port.threadPointer(t.cpu as Cpu),
  }),
});
