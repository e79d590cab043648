import type { ArmCpu } from '@anyuser/arch-arm';
import {
  errno,
  type GuestView,
  readSigset,
  type SignalFrame,
  signalNumber,
  stackValue,
  structCodec,
  writeSiginfo,
  writeSigset,
} from '@anyuser/core';
import type { SaveContext } from '../syscalls/contexts';
import { SIGCODE } from './arm-sigcode.table';

/** struct sigframe: siginfo, ucontext, VFP registers (sys/arm/include/frame.h, ucontext.h). */
const FRAME = { siginfo: 0, ucontext: 64, vfp: 328, size: 592 } as const;
/** Offsets in ucontext_t. */
const UC = { sigmask: 0, gregs: 16, vfpSize: 84, vfpPointer: 88, link: 224, stack: 228 } as const;
const VFP_SIZE = 264;
/** gregs: r0–r15, cpsr. */
const CPSR = 16;
const CARRY = 0x2000_0000;

function saveRegisters(mem: GuestView, uc: number, cpu: ArmCpu): void {
  for (let n = 0; n < 16; n++) mem.setU32(uc + UC.gregs + 4 * n, cpu.r(n));
  mem.setU32(uc + UC.gregs + 4 * CPSR, cpu.cpsr);
}

/** Registers of a thread whose call succeeds with 0; those of the VFP stay out (sys/arm/arm/machdep.c, get_mcontext). */
export const saveArmContext: SaveContext = ({ mem, cpu }, uc) => {
  mem.zero(uc, UC.link);
  saveRegisters(mem, uc, cpu as ArmCpu);
  mem.setU32(uc + UC.gregs, 0);
  mem.setU32(uc + UC.gregs + 4 * CPSR, (cpu as ArmCpu).cpsr & ~CARRY);
};

/** Signal frames of sys/arm/arm/machdep.c, sendsig: r0 = signal, r1 = &siginfo, r2 = r5 = &ucontext, lr = sigcode. */
export const armSignalFrame: SignalFrame<ArmCpu> = {
  push(t, cpu, { info, action, stack, mask }) {
    const { mem, abi } = t;
    const frame = ((stack - FRAME.size) & ~7) >>> 0;
    if (frame > stack) throw errno('EFAULT');
    mem.zero(frame, FRAME.size);
    writeSiginfo(t, frame + FRAME.siginfo, info);
    const uc = frame + FRAME.ucontext;
    writeSigset(abi, mem, uc + UC.sigmask, mask);
    saveRegisters(mem, uc, cpu);
    mem.setU32(uc + UC.vfpSize, VFP_SIZE);
    mem.setU32(uc + UC.vfpPointer, frame + FRAME.vfp);
    for (let n = 0; n < 64; n++) mem.setU32(frame + FRAME.vfp + 4 * n, cpu.vectorWord(n));
    mem.setU32(frame + FRAME.vfp + 256, cpu.fpscr);
    structCodec(abi, 'stack').write(mem, uc + UC.stack, stackValue(t, cpu.sp));
    cpu.setR(0, signalNumber(abi, info.signal));
    cpu.setR(1, frame + FRAME.siginfo);
    cpu.setR(2, uc);
    cpu.setR(5, uc);
    cpu.sp = frame;
    cpu.lr = SIGCODE;
    cpu.jump(action.handler);
    cpu.clearExclusive();
  },
  pop(t, cpu, _form, uc) {
    const { mem, abi } = t;
    const mask = readSigset(abi, mem, uc + UC.sigmask);
    const cpsr = mem.u32(uc + UC.gregs + 4 * CPSR);
    if ((cpsr & 0x1f) !== 0x10) throw errno('EINVAL');
    for (let n = 0; n < 15; n++) cpu.setR(n, mem.u32(uc + UC.gregs + 4 * n));
    const vfp = mem.u32(uc + UC.vfpPointer);
    if (vfp !== 0 && mem.u32(uc + UC.vfpSize) === VFP_SIZE) {
      for (let n = 0; n < 64; n++) cpu.setVectorWord(n, mem.u32(vfp + 4 * n));
      cpu.fpscr = mem.u32(vfp + 256);
    }
    cpu.cpsr = cpsr;
    cpu.pc = (mem.u32(uc + UC.gregs + 60) & (cpu.thumb ? ~1 : ~3)) >>> 0;
    cpu.clearExclusive();
    t.signalMask.assign(mask).delete('SIGKILL').delete('SIGSTOP');
  },
};
