import type { MipsCpu } from '@anyuser/arch-mips';
import { readSigset, type SignalSet, stackValue, structCodec, type Thread, writeSigset } from '@anyuser/core';
import { pairedWord } from '@anyuser/os-bsd';

/** ucontext_t of NetBSD/mips, o32 (sys/arch/mips/include/mcontext.h): offsets in bytes. */
const UC = {
  flags: 0,
  link: 4,
  sigmask: 8,
  stack: 24,
  gregs: 40,
  fpregs: 192,
  csr: 320,
  tlsbase: 328,
} as const;
export const UCONTEXT_SIZE = 392;
/** Indices in gregs behind the 32 registers. */
const MDLO = 32;
const MDHI = 33;
const EPC = 35;

/** uc_flags: what of the context is there. */
const UcFlag = {
  sigmask: 1,
  stack: 2,
  cpu: 4,
  fpu: 8,
  setStack: 0x1_0000,
  clearStack: 0x2_0000,
  tlsbase: 0x4_0000,
} as const;
const SS_ONSTACK = 1;

/** Writes the thread's context. */
export function writeContext(t: Thread, cpu: MipsCpu, at: number, mask: SignalSet): void {
  const { mem, abi } = t;
  mem.zero(at, UCONTEXT_SIZE);
  const stack = stackValue(t, cpu.sp);
  const onStack = stack['ss_flags'] === SS_ONSTACK ? UcFlag.setStack : UcFlag.clearStack;
  mem.setU32(
    at + UC.flags,
    UcFlag.sigmask | UcFlag.stack | UcFlag.cpu | UcFlag.fpu | UcFlag.tlsbase | onStack,
  );
  writeSigset(abi, mem, at + UC.sigmask, mask);
  structCodec(abi, 'stack').write(mem, at + UC.stack, stack);
  for (let n = 1; n < 32; n++) mem.setU32(at + UC.gregs + 4 * n, cpu.r(n));
  mem.setU32(at + UC.gregs + 4 * MDLO, cpu.lo);
  mem.setU32(at + UC.gregs + 4 * MDHI, cpu.hi);
  mem.setU32(at + UC.gregs + 4 * EPC, cpu.pc);
  for (let n = 0; n < 32; n++) mem.setU32(at + UC.fpregs + 4 * n, cpu.floatWord(pairedWord(n)));
  mem.setU32(at + UC.csr, cpu.fcsr);
  mem.setU32(at + UC.tlsbase, cpu.userLocal);
}

/** Loads a context into a thread's registers; what its flags leave out stays. */
export function readContext(t: Thread, cpu: MipsCpu, at: number, withMask: boolean): void {
  const { mem, abi } = t;
  const flags = mem.u32(at + UC.flags);
  if ((flags & UcFlag.cpu) !== 0) {
    for (let n = 1; n < 32; n++) cpu.setR(n, mem.u32(at + UC.gregs + 4 * n));
    cpu.lo = mem.u32(at + UC.gregs + 4 * MDLO);
    cpu.hi = mem.u32(at + UC.gregs + 4 * MDHI);
    cpu.pc = mem.u32(at + UC.gregs + 4 * EPC);
    cpu.clearLink();
  }
  if ((flags & UcFlag.fpu) !== 0) {
    for (let n = 0; n < 32; n++) cpu.setFloatWord(pairedWord(n), mem.u32(at + UC.fpregs + 4 * n));
    cpu.fcsr = mem.u32(at + UC.csr);
  }
  if ((flags & UcFlag.tlsbase) !== 0) abi.setThreadPointer(cpu, mem.u32(at + UC.tlsbase));
  if (withMask && (flags & UcFlag.sigmask) !== 0)
    t.signalMask
      .assign(readSigset(abi, mem, at + UC.sigmask))
      .delete('SIGKILL')
      .delete('SIGSTOP');
}
