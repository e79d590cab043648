import type { ArmCpu } from '@anyuser/arch-arm';
import { errno, type SignalFrame, signalNumber, writeSiginfo } from '@anyuser/core';
import { siginfo } from '../siginfo';
import { readContext, UCONTEXT_SIZE, writeContext } from './arm-context';

/**
 * Signal frames of sys/arch/arm/arm/sig_machdep.c: siginfo and ucontext; r0 = signal, r1 = &siginfo, r2 = r5 = &ucontext,
 * lr = the trampoline that libc gave with the handler. It comes back by setcontext.
 */
export const armSignalFrame: SignalFrame<ArmCpu> = {
  push(t, cpu, { info, action, stack, mask }) {
    const frame = ((stack - siginfo.size - UCONTEXT_SIZE) & ~7) >>> 0;
    if (frame > stack) throw errno('EFAULT');
    const uc = frame + siginfo.size;
    writeSiginfo(t, frame, info);
    writeContext(t, cpu, uc, mask);
    cpu.setR(0, signalNumber(t.abi, info.signal));
    cpu.setR(1, frame);
    cpu.setR(2, uc);
    cpu.setR(5, uc);
    cpu.sp = frame;
    cpu.lr = action.restorer;
    cpu.jump(action.handler);
    cpu.clearExclusive();
  },
  pop: (t, cpu, _form, uc) => readContext(t, cpu, uc, true),
};
