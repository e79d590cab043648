import type { MipsCpu } from '@anyuser/arch-mips';
import { type Abi, type Exit, ExitKind, faultInfo, type SignalCode, type SignalInfo } from '@anyuser/core';
import { flagCall, nothing, sysarchCall } from '@anyuser/os-bsd';
import { commonCell } from '../cell';
import { layoutOf } from '../layout';
import { programState } from '../program-state';
import { resumeAddress } from '../restartable';
import { fillStack } from '../start';
import { syscallTable } from '../syscalls.table';
import { mipsContexts } from './mips-context';

const STACK_TOP = 0x7fff_8000;
const A0 = 4;
const T9 = 25;
const LAYOUT = { stackTop: STACK_TOP, mmapTop: 0x77ff_0000, pieBase: 0x0040_0000, userTop: STACK_TOP };

/** The first enabled cause of FCSR gives the code (sys/arch/mips/mips/mips_fpu.c, fpusignal). */
const FLOAT_CODES: readonly (readonly [bit: number, code: SignalCode])[] = [
  [16, 'FPE_FLTINV'],
  [8, 'FPE_FLTDIV'],
  [4, 'FPE_FLTOVF'],
  [2, 'FPE_FLTUND'],
  [1, 'FPE_FLTRES'],
];

/** The signal of a MIPS exit (sys/arch/mips/mips/trap.c): overflow and traps are one. */
function trap(exit: Exit, cpu: MipsCpu): SignalInfo {
  const { pc, fcsr } = cpu;
  if (exit.kind !== ExitKind.trap) return faultInfo(exit, pc, 'BUS_ADRERR');
  if (cpu.trapCause(exit.info) !== 'float') return { signal: 'SIGFPE', code: 'FPE_FLTOVF', address: pc };
  const raised = (fcsr >>> 12) & (fcsr >>> 7) & 0x1f;
  const [, code] = FLOAT_CODES.find(([bit]) => (raised & bit) !== 0) ?? [0, 'FPE_FLTINV'];
  return { signal: 'SIGFPE', code, address: pc };
}

/** NetBSD on MIPS32, o32 (mipseb, mipsel). */
const netbsdMipsCell = (arch: 'mips' | 'mipsel', bigEndian: boolean): Abi<MipsCpu> => ({
  ...commonCell,
  arch,
  data: { bigEndian, word: 4, align64: 8, time: 8, control: 8 },
  syscalls: syscallTable({
    ...mipsContexts.calls,
    // MIPS_CACHEFLUSH and MIPS_CACHECTL (mips/sysarch.h).
    sysarch: sysarchCall({ 0: nothing, 1: nothing }),
  }),
  call: flagCall<MipsCpu>(bigEndian),
  signalFrame: mipsContexts.signalFrame,
  start: {
    layout: LAYOUT,
    layoutOf: layoutOf(LAYOUT),
    stackSize: 8 << 20,
    begin(thread, cpu, loaded, argv, envp) {
      const { sp, psStrings } = fillStack(thread, loaded, argv, envp);
      cpu.sp = sp;
      cpu.setR(A0, sp);
      cpu.setR(A0 + 3, psStrings);
      cpu.setR(T9, (loaded.entry & ~3) >>> 0);
      cpu.pc = (loaded.entry & ~3) >>> 0;
    },
  },
  trap,
  machineName: (process) => programState(process).machineArch ?? (bigEndian ? 'mipseb' : 'mipsel'),
  preempted(thread, cpu) {
    cpu.pc = resumeAddress(thread, cpu.pc);
  },
  setThreadPointer(cpu, address) {
    cpu.userLocal = address;
  },
  stackPointer: (cpu) => cpu.sp,
  setStackPointer(cpu, address) {
    cpu.sp = address;
  },
});

export const netbsdMips = netbsdMipsCell('mips', true);
export const netbsdMipsel = netbsdMipsCell('mipsel', false);
