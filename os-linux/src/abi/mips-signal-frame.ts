import type { MipsCpu } from '@anyuser/arch-mips';
import {
  errno,
  readSigset,
  restoreAlternateStack,
  SigactionFlag,
  type SignalFrame,
  type SignalSet,
  stackValue,
  structCodec,
  type Thread,
  writeSiginfo,
  writeSigset,
} from '@anyuser/core';
import { SIGINFO_SIZE } from '../siginfo';
import { returnAddress } from './mips-trampoline';

/** struct sigcontext of o32 (arch/mips/include/uapi/asm/sigcontext.h): offsets in bytes. */
const SC = {
  pc: 8,
  regs: 16,
  fpregs: 272,
  csr: 532,
  usedMath: 540,
  mdhi: 552,
  mdlo: 560,
  size: 592,
} as const;
/** Argument save area and padding before the contents of a frame. */
const HEAD = 24;
/** struct sigframe: sigcontext, mask. struct rt_sigframe: siginfo, ucontext (flags, link, stack, sigcontext, mask). */
const UC = { stack: 8, mcontext: 24, sigmask: 24 + SC.size } as const;
const MASK_SIZE = 16;
const SIGFRAME_SIZE = HEAD + SC.size + MASK_SIZE;
const RT_SIGFRAME_SIZE = HEAD + SIGINFO_SIZE + UC.sigmask + MASK_SIZE;
/** Room that the kernel leaves below the interrupted stack pointer. */
const RED_ZONE = 32;
const USED_FP = 1;
const A0 = 4;
const T9 = 25;
const RA = 31;

/** FCSR without the causes that would trap as soon as it is loaded: enabled ones, and unimplemented operation (mask_fcr31_x). */
const withoutTraps = (fcsr: number): number => fcsr & ~((fcsr & 0xf80) << 5) & ~0x2_0000;

/** Registers are 64 bits wide in the frame, sign-extended. */
const wide = (value: number): bigint => BigInt(value | 0);

function writeContext(thread: Thread, cpu: MipsCpu, sc: number): void {
  const { mem } = thread;
  mem.setU64(sc + SC.pc, wide(cpu.pc));
  for (let n = 1; n < 32; n++) mem.setU64(sc + SC.regs + 8 * n, wide(cpu.r(n)));
  mem.setU64(sc + SC.mdhi, wide(cpu.hi));
  mem.setU64(sc + SC.mdlo, wide(cpu.lo));
  for (let n = 0; n < 32; n++)
    mem.setU64(
      sc + SC.fpregs + 8 * n,
      (BigInt(cpu.floatWord(2 * n + 1)) << 32n) | BigInt(cpu.floatWord(2 * n)),
    );
  cpu.fcsr = withoutTraps(cpu.fcsr);
  mem.setU32(sc + SC.csr, cpu.fcsr);
  mem.setU32(sc + SC.usedMath, USED_FP);
}

function readContext(thread: Thread, cpu: MipsCpu, sc: number, mask: SignalSet): void {
  const { mem } = thread;
  const low = (address: number): number => Number(BigInt.asUintN(32, mem.u64(address)));
  const pc = low(sc + SC.pc);
  for (let n = 1; n < 32; n++) cpu.setR(n, low(sc + SC.regs + 8 * n));
  cpu.hi = low(sc + SC.mdhi);
  cpu.lo = low(sc + SC.mdlo);
  cpu.pc = pc;
  if (mem.u32(sc + SC.usedMath) & USED_FP) {
    for (let n = 0; n < 32; n++) {
      const value = mem.u64(sc + SC.fpregs + 8 * n);
      cpu.setFloatWord(2 * n, Number(BigInt.asIntN(32, value)));
      cpu.setFloatWord(2 * n + 1, Number(BigInt.asIntN(32, value >> 32n)));
    }
    cpu.fcsr = withoutTraps(mem.u32(sc + SC.csr));
  }
  cpu.clearLink();
  thread.signalMask.assign(mask).delete('SIGKILL').delete('SIGSTOP');
}

/** Signal frames of arch/mips/kernel/signal.c: a0 = signal, a1 = &siginfo or 0, a2 = &ucontext or &sigcontext, t9 = handler. */
export const mipsSignalFrame: SignalFrame<MipsCpu> = {
  push(thread, cpu, { info, action, stack, mask }) {
    const { mem, abi } = thread;
    const realtime = (action.flags & SigactionFlag.SA_SIGINFO) !== 0;
    const size = realtime ? RT_SIGFRAME_SIZE : SIGFRAME_SIZE;
    const frame = ((stack - RED_ZONE - size) & ~7) >>> 0;
    if (frame > stack) throw errno('EFAULT');
    mem.zero(frame, size);
    const body = frame + HEAD;
    const uc = body + SIGINFO_SIZE;
    const sc = realtime ? uc + UC.mcontext : body;
    writeContext(thread, cpu, sc);
    if (realtime) {
      writeSiginfo(thread, body, info);
      structCodec(abi, 'stack').write(mem, uc + UC.stack, stackValue(thread, cpu.sp));
      writeSigset(abi, mem, uc + UC.sigmask, mask);
    } else writeSigset(abi, mem, body + SC.size, mask);
    cpu.setR(A0, abi.signals[info.signal]!);
    cpu.setR(A0 + 1, realtime ? body : 0);
    cpu.setR(A0 + 2, realtime ? uc : body);
    cpu.sp = frame;
    cpu.setR(RA, returnAddress(realtime));
    cpu.setR(T9, action.handler);
    cpu.pc = action.handler;
    cpu.clearLink();
  },
  pop(thread, cpu, form) {
    const { mem, abi } = thread;
    const body = cpu.sp + HEAD;
    if (form === 'sigreturn') {
      readContext(thread, cpu, body, readSigset(abi, mem, body + SC.size));
      return;
    }
    const uc = body + SIGINFO_SIZE;
    readContext(thread, cpu, uc + UC.mcontext, readSigset(abi, mem, uc + UC.sigmask));
    restoreAlternateStack(thread, uc + UC.stack);
  },
};
