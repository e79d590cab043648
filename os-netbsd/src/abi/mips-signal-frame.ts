import type { MipsCpu } from '@anyuser/arch-mips';
import { errno, type SignalFrame, signalNumber, writeSiginfo } from '@anyuser/core';
import { siginfo } from '../siginfo';
import { readContext, UCONTEXT_SIZE, writeContext } from './mips-context';

const A0 = 4;
const T9 = 25;
const RA = 31;

/**
 * Signal frames of sys/arch/mips/mips/sig_machdep.c: siginfo and, behind its 128 bytes, ucontext; a0 = signal, a1 = &siginfo,
 * a2 = &ucontext, t9 = handler, ra = the trampoline that libc gave with the handler. It comes back by setcontext.
 */
export const mipsSignalFrame: SignalFrame<MipsCpu> = {
  push(t, cpu, { info, action, stack, mask }) {
    const frame = ((stack - siginfo.size - UCONTEXT_SIZE) & ~7) >>> 0;
    if (frame > stack) throw errno('EFAULT');
    const uc = frame + siginfo.size;
    writeSiginfo(t, frame, info);
    writeContext(t, cpu, uc, mask);
    cpu.setR(A0, signalNumber(t.abi, info.signal));
    cpu.setR(A0 + 1, frame);
    cpu.setR(A0 + 2, uc);
    cpu.sp = frame;
    cpu.setR(RA, action.restorer);
    cpu.setR(T9, action.handler);
    cpu.pc = action.handler;
    cpu.clearLink();
  },
  pop: (t, cpu, _form, uc) => readContext(t, cpu, uc, true),
};
