import type { ArmCpu } from '@anyuser/arch-arm';
import {
  errno,
  readSigset,
  restoreAlternateStack,
  SigactionFlag,
  type SignalFrame,
  stackValue,
  structCodec,
  type Thread,
  writeSiginfo,
  writeSigset,
} from '@anyuser/core';
import { SIGINFO_SIZE } from '../siginfo';
import { sigreturnCode, sigreturnWords } from './arm-kuser';

/** struct ucontext of arch/arm/include/asm/ucontext.h: offsets in bytes. */
const UC = { flags: 0, link: 4, stack: 8, mcontext: 20, sigmask: 104, regspace: 232, size: 744 } as const;
/** struct sigcontext: trap_no, error_code, oldmask, r0–r15, cpsr, fault_address. */
const SC = { trap: 0, error: 4, oldmask: 8, r0: 12, pc: 72, cpsr: 76, fault: 80 } as const;
/** struct sigframe: the ucontext and the return code; struct rt_sigframe has a siginfo before it. */
const SIGFRAME_SIZE = UC.size + 16;
const VFP_MAGIC = 0x5646_5001;
const VFP_STORAGE_SIZE = 288;
/** uc_flags of a frame without siginfo. */
const NON_RT_FLAGS = 0x5ac3_c35a;
/** FPEXC with the VFP enabled, as the kernel saves it. */
const FPEXC_EN = 0x4000_0000;

function writeContext(
  thread: Thread,
  cpu: ArmCpu,
  at: number,
  mask: Parameters<SignalFrame<ArmCpu>['push']>[2]['mask'],
  fault: number,
): void {
  const { mem, abi } = thread;
  const sc = at + UC.mcontext;
  writeSigset(abi, mem, at + UC.sigmask, mask);
  mem.setU32(sc + SC.oldmask, mem.u32(at + UC.sigmask));
  for (let n = 0; n < 15; n++) mem.setU32(sc + SC.r0 + 4 * n, cpu.r(n));
  mem.setU32(sc + SC.pc, cpu.pc);
  mem.setU32(sc + SC.cpsr, cpu.cpsr);
  mem.setU32(sc + SC.fault, fault >>> 0);
  const vfp = at + UC.regspace;
  mem.setU32(vfp, VFP_MAGIC);
  mem.setU32(vfp + 4, VFP_STORAGE_SIZE);
  for (let n = 0; n < 64; n++) mem.setU32(vfp + 8 + 4 * n, cpu.vectorWord(n));
  mem.setU32(vfp + 8 + 256, cpu.fpscr);
  mem.setU32(vfp + 8 + 264, FPEXC_EN);
  mem.setU32(vfp + VFP_STORAGE_SIZE, 0);
}

function readContext(thread: Thread, cpu: ArmCpu, at: number): void {
  const { mem, abi } = thread;
  const sc = at + UC.mcontext;
  const cpsr = mem.u32(sc + SC.cpsr);
  const vfp = at + UC.regspace;
  const hasVfp = mem.u32(vfp) === VFP_MAGIC && mem.u32(vfp + 4) === VFP_STORAGE_SIZE;
  const mask = readSigset(abi, mem, at + UC.sigmask);
  for (let n = 0; n < 15; n++) cpu.setR(n, mem.u32(sc + SC.r0 + 4 * n));
  cpu.cpsr = cpsr;
  cpu.pc = (mem.u32(sc + SC.pc) & (cpu.thumb ? ~1 : ~3)) >>> 0;
  if (hasVfp) {
    for (let n = 0; n < 64; n++) cpu.setVectorWord(n, mem.u32(vfp + 8 + 4 * n));
    cpu.fpscr = mem.u32(vfp + 8 + 256);
  }
  cpu.clearExclusive();
  thread.signalMask.assign(mask).delete('SIGKILL').delete('SIGSTOP');
}

/** Signal frames of arch/arm/kernel/signal.c: r0 = signal, and for SA_SIGINFO r1 = &siginfo, r2 = &ucontext; lr = restorer. */
export const armSignalFrame: SignalFrame<ArmCpu> = {
  push(thread, cpu, { info, action, stack, mask }) {
    const { mem, abi } = thread;
    const realtime = (action.flags & SigactionFlag.SA_SIGINFO) !== 0;
    const size = SIGFRAME_SIZE + (realtime ? SIGINFO_SIZE : 0);
    const frame = ((stack - size) & ~7) >>> 0;
    if (frame > stack) throw errno('EFAULT');
    mem.zero(frame, size);
    const uc = realtime ? frame + SIGINFO_SIZE : frame;
    const thumb = (action.handler & 1) !== 0;
    if (realtime) {
      writeSiginfo(thread, frame, info);
      structCodec(abi, 'stack').write(mem, uc + UC.stack, stackValue(thread, cpu.sp));
    } else {
      mem.setU32(uc + UC.flags, NON_RT_FLAGS);
    }
    writeContext(thread, cpu, uc, mask, info.address ?? 0);
    sigreturnWords(realtime, thumb).forEach((word, i) => {
      mem.setU32(uc + UC.size + 4 * i, word);
    });
    cpu.setR(0, abi.signals[info.signal]!);
    if (realtime) {
      cpu.setR(1, frame);
      cpu.setR(2, uc);
    }
    cpu.sp = frame;
    cpu.lr =
      (action.flags & SigactionFlag.SA_RESTORER) !== 0 ? action.restorer : sigreturnCode(realtime, thumb);
    cpu.jump(action.handler);
    cpu.clearExclusive();
  },
  pop(thread, cpu, form) {
    const frame = cpu.sp;
    if ((frame & 7) !== 0) throw errno('EFAULT');
    const uc = form === 'rt_sigreturn' ? frame + SIGINFO_SIZE : frame;
    readContext(thread, cpu, uc);
    if (form === 'rt_sigreturn') restoreAlternateStack(thread, uc + UC.stack);
  },
};
