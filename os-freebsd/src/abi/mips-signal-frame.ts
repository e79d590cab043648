import type { MipsCpu } from '@anyuser/arch-mips';
import {
  errno,
  readSigset,
  SigactionFlag,
  type SignalFrame,
  signalNumber,
  stackValue,
  structCodec,
  type Thread,
  writeSiginfo,
  writeSigset,
} from '@anyuser/core';
import { pairedWord } from '@anyuser/os-bsd';
import type { SaveContext } from '../syscalls/contexts';
import { SIGCODE_PAGE, SIGF_UC } from './mips-sigcode.table';

/** struct sigframe: four argument words, ucontext, siginfo (sys/mips/include/frame.h). */
const FRAME = { siginfo: 392, size: 464 } as const;
/** Offsets in ucontext_t (sys/mips/include/ucontext.h). */
const UC = {
  sigmask: 0,
  onstack: 16,
  pc: 20,
  regs: 24,
  mullo: 156,
  mulhi: 160,
  fpused: 164,
  fpregs: 168,
  fsr: 296,
  tls: 304,
  link: 340,
  stack: 344,
} as const;
/** What the kernel writes for $0, and looks for on the way back (UCONTEXT_MAGIC). */
const UCONTEXT_MAGIC = 0xaced_bade;
/** The thread pointer lies this far behind the thread control block (MIPS_TLS_TCB_OFFSET). */
export const TLS_OFFSET = 0x7008;
const SS_ONSTACK = 1;
const V0 = 2;
const A0 = 4;
const T9 = 25;
const RA = 31;

function saveRegisters({ mem }: Thread, uc: number, cpu: MipsCpu, onStack: boolean): void {
  mem.setU32(uc + UC.onstack, onStack ? 1 : 0);
  mem.setU32(uc + UC.pc, cpu.pc);
  mem.setU32(uc + UC.regs, UCONTEXT_MAGIC);
  for (let n = 1; n < 32; n++) mem.setU32(uc + UC.regs + 4 * n, cpu.r(n));
  mem.setU32(uc + UC.mullo, cpu.lo);
  mem.setU32(uc + UC.mulhi, cpu.hi);
  mem.setU32(uc + UC.fpused, 1);
  for (let n = 0; n < 32; n++) mem.setU32(uc + UC.fpregs + 4 * n, cpu.floatWord(pairedWord(n)));
  mem.setU32(uc + UC.fsr, cpu.fcsr);
  mem.setU32(uc + UC.tls, cpu.userLocal === 0 ? 0 : cpu.userLocal - TLS_OFFSET);
}

/** Registers of a thread whose call succeeds with 0 (sys/mips/mips/pm_machdep.c, get_mcontext). */
export const saveMipsContext: SaveContext = (t, uc) => {
  const cpu = t.cpu as MipsCpu;
  t.mem.zero(uc, UC.link);
  saveRegisters(t, uc, cpu, stackValue(t, cpu.sp)['ss_flags'] === SS_ONSTACK);
  for (const result of [V0, V0 + 1, A0 + 3]) t.mem.setU32(uc + UC.regs + 4 * result, 0);
};

/** Signal frames of sys/mips/mips/pm_machdep.c, sendsig: a0 = signal, a1 = &siginfo or its code, a2 = &ucontext, t9 = handler. */
export const mipsSignalFrame: SignalFrame<MipsCpu> = {
  push(t, cpu, { info, action, stack, mask }) {
    const { mem, abi } = t;
    const frame = ((stack - FRAME.size) & ~7) >>> 0;
    if (frame > stack) throw errno('EFAULT');
    mem.zero(frame, FRAME.size);
    const uc = frame + SIGF_UC;
    const siginfo = frame + FRAME.siginfo;
    const number = signalNumber(abi, info.signal);
    writeSiginfo(t, siginfo, info);
    writeSigset(abi, mem, uc + UC.sigmask, mask);
    const old = stackValue(t, cpu.sp);
    saveRegisters(t, uc, cpu, old['ss_flags'] === SS_ONSTACK);
    structCodec(abi, 'stack').write(mem, uc + UC.stack, old);
    mem.setU32(frame, number);
    mem.setU32(frame + 4, siginfo);
    mem.setU32(frame + 8, uc);
    mem.setU32(frame + 12, info.address ?? 0);
    const wantsInfo = (action.flags & SigactionFlag.SA_SIGINFO) !== 0;
    cpu.setR(A0, number);
    cpu.setR(A0 + 1, wantsInfo ? siginfo : mem.u32(siginfo + 8));
    cpu.setR(A0 + 2, uc);
    cpu.setR(A0 + 3, info.address ?? 0);
    cpu.sp = frame;
    cpu.setR(RA, SIGCODE_PAGE);
    cpu.setR(T9, action.handler);
    cpu.pc = action.handler;
    cpu.clearLink();
  },
  pop(t, cpu, _form, uc) {
    const { mem, abi } = t;
    const mask = readSigset(abi, mem, uc + UC.sigmask);
    if (mem.u32(uc + UC.regs) !== UCONTEXT_MAGIC) throw errno('EINVAL');
    for (let n = 1; n < 32; n++) cpu.setR(n, mem.u32(uc + UC.regs + 4 * n));
    cpu.lo = mem.u32(uc + UC.mullo);
    cpu.hi = mem.u32(uc + UC.mulhi);
    if (mem.u32(uc + UC.fpused) !== 0) {
      for (let n = 0; n < 32; n++) cpu.setFloatWord(pairedWord(n), mem.u32(uc + UC.fpregs + 4 * n));
      cpu.fcsr = mem.u32(uc + UC.fsr);
    }
    cpu.pc = mem.u32(uc + UC.pc);
    cpu.clearLink();
    t.signalMask.assign(mask).delete('SIGKILL').delete('SIGSTOP');
  },
};
