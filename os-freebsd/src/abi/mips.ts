import type { MipsCpu } from '@anyuser/arch-mips';
import {
  type Abi,
  type Exit,
  ExitKind,
  faultInfo,
  PAGE_SIZE,
  pageOfWords,
  type SignalInfo,
} from '@anyuser/core';
import { flagCall } from '@anyuser/os-bsd';
import { commonCell } from '../cell';
import { fillStack } from '../start';
import { portContextCalls } from '../syscalls/contexts';
import { mipsSysarch, thr_new } from '../syscalls/threads';
import { syscallTable } from '../syscalls.table';
import { SIGCODE_PAGE, sigcode } from './mips-sigcode.table';
import { mipsSignalFrame, saveMipsContext, TLS_OFFSET } from './mips-signal-frame';

const STACK_TOP = 0x7fff_f000;
/** Room for the callee's argument words above the first frame of a thread (CALLFRAME_SIZ). */
const CALL_FRAME = 24;
const A0 = 4;
const T9 = 25;

/** The thread pointer as sysarch takes it: the address of the thread control block. */
const tcbOf = (cpu: MipsCpu): number => (cpu.userLocal === 0 ? 0 : (cpu.userLocal - TLS_OFFSET) >>> 0);
const setTcb = (cpu: MipsCpu, address: number): void => {
  cpu.userLocal = (address + TLS_OFFSET) >>> 0;
};

/** The signal of a MIPS exit (sys/mips/mips/trap.c): overflow, and traps, which go on behind the instruction. */
function trap(exit: Exit, cpu: MipsCpu): SignalInfo {
  const { pc } = cpu;
  if (exit.kind !== ExitKind.trap) return faultInfo(exit, pc, 'BUS_OBJERR');
  if (cpu.trapCause(exit.info) !== 'trap')
    return { signal: 'SIGFPE', code: 'SI_KERNEL', rawCode: 0, address: pc };
  cpu.pc = (pc + 4) >>> 0;
  return { signal: 'SIGEMT', code: 'SI_KERNEL', rawCode: 0, address: pc };
}

/** FreeBSD on MIPS32, o32, as it was up to 13. */
const freebsdMipsCell = (arch: 'mips' | 'mipsel', bigEndian: boolean): Abi<MipsCpu> => ({
  ...commonCell,
  arch,
  data: { bigEndian, word: 4, align64: 8, time: 8 },
  syscalls: syscallTable({
    thr_new: thr_new({
      startThread(thread, start, argument, stackTop) {
        const cpu = thread.cpu as MipsCpu;
        cpu.sp = ((stackTop & ~7) - CALL_FRAME) >>> 0;
        cpu.setR(A0, argument);
        cpu.setR(T9, start);
        cpu.pc = start;
      },
    }),
    ...portContextCalls(saveMipsContext),
    sysarch: mipsSysarch((t) => tcbOf(t.cpu as MipsCpu)),
  }),
  call: flagCall<MipsCpu>(bigEndian),
  signalFrame: mipsSignalFrame,
  start: {
    layout: { stackTop: STACK_TOP, mmapTop: 0x77ff_0000, pieBase: 0x0012_0000, userTop: STACK_TOP },
    stackSize: 64 << 20,
    begin(thread, cpu, loaded, argv, envp) {
      const { sp, psStrings } = fillStack(thread, loaded, argv, envp, { pagesizes: [PAGE_SIZE] });
      cpu.sp = (sp & ~7) >>> 0;
      cpu.setR(A0, sp);
      cpu.setR(A0 + 3, psStrings);
      cpu.setR(T9, (loaded.entry & ~3) >>> 0);
      cpu.pc = (loaded.entry & ~3) >>> 0;
    },
  },
  trap,
  machineName: () => arch,
  setThreadPointer: setTcb,
  stackPointer: (cpu) => cpu.sp,
  setStackPointer(cpu, address) {
    cpu.sp = address;
  },
  mapKernelPages: ({ space }) =>
    space.mapKernelPage(SIGCODE_PAGE, pageOfWords(sigcode, bigEndian), '[sigcode]'),
});

export const freebsdMips = freebsdMipsCell('mips', true);
export const freebsdMipsel = freebsdMipsCell('mipsel', false);
