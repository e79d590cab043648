import type { ArmCpu } from '@anyuser/arch-arm';
import {
  errno,
  SigactionFlag,
  type SignalFrame,
  signalNumber,
  sigsetOf,
  sigsetWords,
  type Thread,
  writeSiginfo,
} from '@anyuser/core';
import { stateOf } from '../process-state';
import { SIGCODE, SIGRETURN_CALL } from './arm-sigcode';

/** struct sigframe: signal, &siginfo, &sigcontext, handler, sigcontext, siginfo (sys/arch/arm/include/frame.h). */
const FRAME = { sigcontext: 16, siginfo: 360, size: 496 } as const;
/** Offsets in struct sigcontext (sys/arch/arm/include/signal.h). */
const SC = {
  cookie: 0,
  mask: 4,
  spsr: 8,
  r0: 12,
  sp: 64,
  lr: 68,
  svcLr: 72,
  pc: 76,
  fpused: 80,
  fpscr: 84,
  fpreg: 88,
} as const;
const REGISTERS = 13;
const VFP_WORDS = 64;

/** The cookie of a frame: its own address and the process's number (ps_sigcookie). */
const cookieOf = (t: Thread, sigcontext: number): number => (stateOf(t.process).sigCookie ^ sigcontext) >>> 0;

/** What the kernel does to a process that forges a frame (sys/arch/arm/arm/sig_machdep.c, sys_sigreturn). */
function forged(t: Thread): never {
  t.process.exit({ signal: 'SIGILL', core: false });
  throw errno('EINVAL');
}

/** Signal frames of sig_machdep.c, sendsig: r0 = signal, r1 = &siginfo or 0, r2 = &sigcontext, lr = sigcode. */
export const armSignalFrame: SignalFrame<ArmCpu> = {
  push(t, cpu, { info, action, stack, mask }) {
    const { mem } = t;
    const frame = ((stack - FRAME.size) & ~7) >>> 0;
    if (frame > stack) throw errno('EFAULT');
    mem.zero(frame, FRAME.size);
    const sc = frame + FRAME.sigcontext;
    const siginfo = (action.flags & SigactionFlag.SA_SIGINFO) === 0 ? 0 : frame + FRAME.siginfo;
    const number = signalNumber(t.abi, info.signal);
    for (const [n, value] of [number, siginfo, sc, action.handler].entries())
      mem.setU32(frame + 4 * n, value);
    mem.setU32(sc + SC.cookie, cookieOf(t, sc));
    mem.setU32(sc + SC.mask, sigsetWords(t.abi, mask)[0]! >>> 0);
    mem.setU32(sc + SC.spsr, cpu.cpsr >>> 0);
    for (let n = 0; n < REGISTERS; n++) mem.setU32(sc + SC.r0 + 4 * n, cpu.r(n) >>> 0);
    mem.setU32(sc + SC.sp, cpu.sp);
    mem.setU32(sc + SC.lr, cpu.lr >>> 0);
    mem.setU32(sc + SC.pc, cpu.pc);
    mem.setU32(sc + SC.fpused, 1);
    mem.setU32(sc + SC.fpscr, cpu.fpscr >>> 0);
    for (let n = 0; n < VFP_WORDS; n++) mem.setU32(sc + SC.fpreg + 4 * n, cpu.vectorWord(n) >>> 0);
    if (siginfo !== 0) writeSiginfo(t, siginfo, info);
    cpu.setR(0, number);
    cpu.setR(1, siginfo);
    cpu.setR(2, sc);
    cpu.sp = frame;
    cpu.lr = SIGCODE;
    cpu.jump(action.handler);
    cpu.clearExclusive();
  },
  pop(t, cpu, _form, sc) {
    const { mem } = t;
    // The call has moved pc past itself and the two barriers behind it.
    if ((cpu.pc - 12) >>> 0 !== SIGRETURN_CALL) forged(t);
    if (mem.u32(sc + SC.cookie) !== cookieOf(t, sc)) forged(t);
    mem.setU32(sc + SC.cookie, 0);
    const cpsr = mem.u32(sc + SC.spsr);
    if ((cpsr & 0x1f) !== 0x10) throw errno('EINVAL');
    for (let n = 0; n < REGISTERS; n++) cpu.setR(n, mem.u32(sc + SC.r0 + 4 * n));
    cpu.sp = mem.u32(sc + SC.sp);
    cpu.lr = mem.u32(sc + SC.lr);
    if (mem.u32(sc + SC.fpused) !== 0) {
      for (let n = 0; n < VFP_WORDS; n++) cpu.setVectorWord(n, mem.u32(sc + SC.fpreg + 4 * n));
      cpu.fpscr = mem.u32(sc + SC.fpscr);
    }
    cpu.cpsr = cpsr;
    cpu.pc = (mem.u32(sc + SC.pc) & (cpu.thumb ? ~1 : ~3)) >>> 0;
    cpu.clearExclusive();
    t.signalMask
      .assign(sigsetOf(t.abi, [mem.u32(sc + SC.mask)]))
      .delete('SIGKILL')
      .delete('SIGSTOP');
  },
};
