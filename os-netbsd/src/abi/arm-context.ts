import type { ArmCpu } from '@anyuser/arch-arm';
import {
  errno,
  readSigset,
  type SignalSet,
  stackValue,
  structCodec,
  type Thread,
  writeSigset,
} from '@anyuser/core';

/** ucontext_t of NetBSD/arm (sys/arch/arm/include/mcontext.h): offsets in bytes. */
const UC = {
  flags: 0,
  link: 4,
  sigmask: 8,
  stack: 24,
  gregs: 40,
  fpscr: 112,
  vfp: 120,
  tlsbase: 384,
} as const;
export const UCONTEXT_SIZE = 400;
/** gregs: r0–r15, cpsr. */
const CPSR = 16;

/** uc_flags: what of the context is there. */
const UcFlag = {
  sigmask: 1,
  stack: 2,
  cpu: 4,
  fpu: 8,
  vfp: 0x1_0000,
  setStack: 0x2_0000,
  clearStack: 0x4_0000,
  tlsbase: 0x8_0000,
} as const;

/** Writes the thread's context. */
export function writeContext(t: Thread, cpu: ArmCpu, at: number, mask: SignalSet): void {
  const { mem, abi } = t;
  mem.zero(at, UCONTEXT_SIZE);
  const stack = stackValue(t, cpu.sp);
  mem.setU32(
    at + UC.flags,
    UcFlag.sigmask |
      UcFlag.stack |
      UcFlag.cpu |
      UcFlag.fpu |
      UcFlag.vfp |
      UcFlag.tlsbase |
      (stack['ss_flags'] === 1 ? UcFlag.setStack : UcFlag.clearStack),
  );
  writeSigset(abi, mem, at + UC.sigmask, mask);
  structCodec(abi, 'stack').write(mem, at + UC.stack, stack);
  for (let n = 0; n < 16; n++) mem.setU32(at + UC.gregs + 4 * n, cpu.r(n));
  mem.setU32(at + UC.gregs + 4 * CPSR, cpu.cpsr);
  mem.setU32(at + UC.fpscr, cpu.fpscr);
  for (let n = 0; n < 64; n++) mem.setU32(at + UC.vfp + 4 * n, cpu.vectorWord(n));
  mem.setU32(at + UC.tlsbase, cpu.threadPointer);
}

/** Loads a context into a thread's registers; what its flags leave out stays. @throws KernelError EINVAL */
export function readContext(t: Thread, cpu: ArmCpu, at: number, withMask: boolean): void {
  const { mem, abi } = t;
  const flags = mem.u32(at + UC.flags);
  const cpsr = mem.u32(at + UC.gregs + 4 * CPSR);
  if ((flags & UcFlag.cpu) !== 0) {
    if ((cpsr & 0x1f) !== 0x10) throw errno('EINVAL');
    const pc = mem.u32(at + UC.gregs + 60);
    for (let n = 0; n < 15; n++) cpu.setR(n, mem.u32(at + UC.gregs + 4 * n));
    cpu.cpsr = cpsr;
    cpu.pc = (pc & (cpu.thumb ? ~1 : ~3)) >>> 0;
    cpu.clearExclusive();
  }
  if ((flags & UcFlag.fpu) !== 0 && (flags & UcFlag.vfp) !== 0) {
    for (let n = 0; n < 64; n++) cpu.setVectorWord(n, mem.u32(at + UC.vfp + 4 * n));
    cpu.fpscr = mem.u32(at + UC.fpscr);
  }
  if ((flags & UcFlag.tlsbase) !== 0) abi.setThreadPointer(cpu, mem.u32(at + UC.tlsbase));
  if (withMask && (flags & UcFlag.sigmask) !== 0)
    t.signalMask
      .assign(readSigset(abi, mem, at + UC.sigmask))
      .delete('SIGKILL')
      .delete('SIGSTOP');
}
