import type { ArmCpu } from '@anyuser/arch-arm';
import { errno } from '@anyuser/core';
import { contextsOf } from './context';

/** ucontext_t of NetBSD/arm (sys/arch/arm/include/mcontext.h): offsets in bytes. */
const UC = { gregs: 40, fpscr: 112, vfp: 120, tlsbase: 384, size: 400 } as const;
/** Indices in gregs: r0–r15, cpsr. */
const PC = 15;
const CPSR = 16;
const MODE_MASK = 0x1f;
const USER_MODE = 0x10;

/** Contexts of ARM; a handler gets r0 = signal, r1 = &siginfo, r2 = r5 = &ucontext, lr = the trampoline. */
export const armContexts = contextsOf<ArmCpu>({
  size: UC.size,
  tlsbase: UC.tlsbase,
  flags: { float: 0x1_0000, setStack: 0x2_0000, clearStack: 0x4_0000, tlsbase: 0x8_0000 },
  stackPointer: (cpu) => cpu.sp,
  threadPointer: (cpu) => cpu.threadPointer,
  save(mem, at, cpu) {
    for (let n = 0; n < 16; n++) mem.setU32(at + UC.gregs + 4 * n, cpu.r(n));
    mem.setU32(at + UC.gregs + 4 * CPSR, cpu.cpsr);
    mem.setU32(at + UC.fpscr, cpu.fpscr);
    for (let n = 0; n < 64; n++) mem.setU32(at + UC.vfp + 4 * n, cpu.vectorWord(n));
  },
  loadRegisters(mem, at, cpu) {
    const cpsr = mem.u32(at + UC.gregs + 4 * CPSR);
    if ((cpsr & MODE_MASK) !== USER_MODE) throw errno('EINVAL');
    const pc = mem.u32(at + UC.gregs + 4 * PC);
    for (let n = 0; n < PC; n++) cpu.setR(n, mem.u32(at + UC.gregs + 4 * n));
    cpu.cpsr = cpsr;
    cpu.pc = (pc & (cpu.thumb ? ~1 : ~3)) >>> 0;
    cpu.clearExclusive();
  },
  loadFloat(mem, at, cpu) {
    for (let n = 0; n < 64; n++) cpu.setVectorWord(n, mem.u32(at + UC.vfp + 4 * n));
    cpu.fpscr = mem.u32(at + UC.fpscr);
  },
  enter(cpu, { signal, frame, ucontext, trampoline, handler }) {
    cpu.setR(0, signal);
    cpu.setR(1, frame);
    cpu.setR(2, ucontext);
    cpu.setR(5, ucontext);
    cpu.sp = frame;
    cpu.lr = trampoline;
    cpu.jump(handler);
    cpu.clearExclusive();
  },
});
