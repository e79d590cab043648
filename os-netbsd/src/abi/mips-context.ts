import type { MipsCpu } from '@anyuser/arch-mips';
import { pairedWord } from '@anyuser/os-bsd';
import { contextsOf } from './context';

/** ucontext_t of NetBSD/mips, o32 (sys/arch/mips/include/mcontext.h): offsets in bytes. */
const UC = { gregs: 40, fpregs: 192, csr: 320, tlsbase: 328, size: 392 } as const;
/** Indices in gregs behind the 32 registers. */
const MDLO = 32;
const MDHI = 33;
const EPC = 35;
const A0 = 4;
const T9 = 25;
const RA = 31;

/** Contexts of MIPS; a handler gets a0 = signal, a1 = &siginfo, a2 = &ucontext, t9 = itself, ra = the trampoline. */
export const mipsContexts = contextsOf<MipsCpu>({
  size: UC.size,
  tlsbase: UC.tlsbase,
  flags: { float: 0, setStack: 0x1_0000, clearStack: 0x2_0000, tlsbase: 0x4_0000 },
  stackPointer: (cpu) => cpu.sp,
  threadPointer: (cpu) => cpu.userLocal,
  save(mem, at, cpu) {
    for (let n = 1; n < 32; n++) mem.setU32(at + UC.gregs + 4 * n, cpu.r(n));
    mem.setU32(at + UC.gregs + 4 * MDLO, cpu.lo);
    mem.setU32(at + UC.gregs + 4 * MDHI, cpu.hi);
    mem.setU32(at + UC.gregs + 4 * EPC, cpu.pc);
    for (let n = 0; n < 32; n++) mem.setU32(at + UC.fpregs + 4 * n, cpu.floatWord(pairedWord(n)));
    mem.setU32(at + UC.csr, cpu.fcsr);
  },
  loadRegisters(mem, at, cpu) {
    for (let n = 1; n < 32; n++) cpu.setR(n, mem.u32(at + UC.gregs + 4 * n));
    cpu.lo = mem.u32(at + UC.gregs + 4 * MDLO);
    cpu.hi = mem.u32(at + UC.gregs + 4 * MDHI);
    cpu.pc = mem.u32(at + UC.gregs + 4 * EPC);
    cpu.clearLink();
  },
  loadFloat(mem, at, cpu) {
    for (let n = 0; n < 32; n++) cpu.setFloatWord(pairedWord(n), mem.u32(at + UC.fpregs + 4 * n));
    cpu.fcsr = mem.u32(at + UC.csr);
  },
  enter(cpu, { signal, frame, ucontext, trampoline, handler }) {
    cpu.setR(A0, signal);
    cpu.setR(A0 + 1, frame);
    cpu.setR(A0 + 2, ucontext);
    cpu.sp = frame;
    cpu.setR(RA, trampoline);
    cpu.setR(T9, handler);
    cpu.pc = handler;
    cpu.clearLink();
  },
});
